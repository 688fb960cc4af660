"""Backups: everything an installation holds, in one file that only its passphrase opens."""
