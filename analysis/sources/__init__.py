"""Where answers come from: the data set, the count, and the readers of files."""
