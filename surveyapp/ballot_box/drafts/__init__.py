"""Drafts: forms that are saved on the server, sealed under their code, and deleted when their weeks are over."""
