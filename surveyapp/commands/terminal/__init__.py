"""What commands print and ask on a terminal, in the language of the run."""
