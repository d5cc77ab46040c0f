"""A view drawn: Plotly figures in one theme, one colour a segment, tier and stage, in light and dark."""
