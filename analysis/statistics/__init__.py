"""Mathematics on tables of counts. Nothing here knows what a survey is."""
