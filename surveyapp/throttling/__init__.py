"""Delays for those who fail often, without knowing who they are."""
