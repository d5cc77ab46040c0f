"""Table and parameters in, table out: lazy Ibis expressions that run unchanged on DuckDB and on a second engine.

Kept to sums, counts, row_number, lag, joins and cases, which every engine has; medians and percentiles are read from
histograms, where the last step is numpy's.
"""
