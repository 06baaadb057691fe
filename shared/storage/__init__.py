"""The SQL storage: the only truth, and the only room that knows SQL."""
