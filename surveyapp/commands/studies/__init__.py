"""Commands on studies: loading, codes, the ballot box, exports and reports."""
