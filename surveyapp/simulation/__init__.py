"""Synthetic respondents with a known truth, for studies in rehearsal only."""
