"""Results in which each respondent group is divided by one declared attribute of the plan."""
