"""What is known where some people did not answer: bounds, patterns by cluster."""
