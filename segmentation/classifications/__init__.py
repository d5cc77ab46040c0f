"""Rules on measured customers: cuts, scores, the score cube, and every way of sorting customers into named levels."""
