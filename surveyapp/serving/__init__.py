"""Between the sockets and Flask: what the server does with a request before a thread gets it."""

DELAY = "surveyapp.delay"
"""The key of a function in the environment of a request: ask for seconds before the answer leaves. No thread waits."""
