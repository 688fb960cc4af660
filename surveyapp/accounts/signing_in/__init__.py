"""Signing in: judging passwords and second steps, delays, sessions, and the first account."""
