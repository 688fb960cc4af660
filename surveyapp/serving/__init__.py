"""Between the sockets and Flask: what the server does with a request before a thread gets it."""
