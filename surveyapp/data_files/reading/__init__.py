"""What an uploaded file holds: columns, corrections, comparison. The analysis is imported when it is needed."""
