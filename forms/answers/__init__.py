"""Answers as they are sent, checked and kept."""
