"""What the pages of results show: the overview, one page per construct or question, and their charts."""
