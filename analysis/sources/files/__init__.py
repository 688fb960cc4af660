"""Shared parts of file readers: roles of columns, cells, missing codes, columns that are no questions, codebooks."""
