"""Commands on the installation: set up, serve, back up, restore, maintain."""
