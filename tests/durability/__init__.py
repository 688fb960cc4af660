"""What was acknowledged is kept: the real server is killed, starved and locked out while people send their answers."""
