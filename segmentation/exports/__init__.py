"""What leaves the house: formatted workbooks, filled templates, csv files and their names."""
