"""Access codes: made, made late, one for each unit, and destroyed when a study closes."""
