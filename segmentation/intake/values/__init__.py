"""What one cell's text means: numbers, dates, texts, customers, states and currencies. One rule a column."""
