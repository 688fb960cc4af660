"""Statistics on tables of counts, independent of surveys."""
