"""The rights of researchers, to which other researchers or the holders of passphrases consent."""
