"""The installation itself: settings, keys and faults."""
