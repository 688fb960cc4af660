"""Commands on accounts of staff and on the log of their acts."""
