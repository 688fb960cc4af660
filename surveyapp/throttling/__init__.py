"""Delays for those who fail often, without knowing who they are."""

DELAY = "surveyapp.delay"
"""The key of a function in the environment of a request: ask for seconds before the answer leaves. No thread waits."""
