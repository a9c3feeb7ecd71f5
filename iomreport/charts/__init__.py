"""How charts are drawn: style, typeface, SVG, labels; nothing of the organization is known here."""
