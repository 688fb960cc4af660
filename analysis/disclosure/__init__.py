"""What may be shown: which cells a release hides, and when a figure may be replaced by a newer one."""
