"""Tests whether a holder of the data directory, its backups and the logs can link answers to codes.

``crowd`` sends people's answers through the real ballot box and keeps the true links outside. ``stolen`` copies what a
thief would copy. ``attackers`` turns the copies into orders and values of codes and of answers. ``matching`` joins
every pair of them and compares the hits with chance. ``leaky_build`` is a deliberately leaky box, which shows that the
harness detects leaks.
"""
