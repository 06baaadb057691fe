"""Rights, passwords and secrets."""
