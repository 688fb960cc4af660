"""Delays after repeated failures, without identifying the client."""

DELAY = "surveyapp.delay"
"""The key in the WSGI environment for a function that delays the response by seconds without occupying a thread."""
