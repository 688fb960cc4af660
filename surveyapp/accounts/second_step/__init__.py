"""The second step of signing in: one-time passwords and recovery codes."""
