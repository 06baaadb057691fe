"""The pure rules, row by row: every table of the product rules and of the wire facts is a table here."""
