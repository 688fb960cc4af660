"""What compares groups: item by item, on the scores of constructs, divided by an attribute, or from a file."""
