"""Can somebody who holds the data directory, its backups and the logs tell which answers came with which code?

``crowd`` drives people through the real ballot box and keeps the truth outside, ``stolen`` takes what a thief would
take, ``attackers`` turns it into orders and values of codes and of answers, ``matching`` joins every pair of them and
compares the hits with those of chance. ``leaky_build`` is a box as it must not be, so that the harness cannot pass by
being blind.
"""
