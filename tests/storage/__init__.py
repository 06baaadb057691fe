"""Schema, transactions, claims, plans and the change feed, on both databases."""
