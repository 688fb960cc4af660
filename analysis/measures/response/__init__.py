"""The measures of people who were asked and did not answer."""
