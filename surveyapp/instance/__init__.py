"""The installation itself: settings, keys, and the faults that people are told."""
