"""What each page and workbook says: frozen, executed, ready to draw and to export."""
