"""The use cases against real rows, on both databases."""
