"""Benchmarks, each with the command that prints it. `python -m benchmarks` runs them all."""
