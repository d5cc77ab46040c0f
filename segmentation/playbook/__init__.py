"""What to do for the customers of each group, as data."""
