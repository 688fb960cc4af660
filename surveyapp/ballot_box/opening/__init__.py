"""Opening the box: which ballots are opened, and leaving no trace of which code or draft went with which."""
