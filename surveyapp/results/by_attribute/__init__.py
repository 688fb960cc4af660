"""Results that divide each respondent group by one declared attribute of the plan."""
