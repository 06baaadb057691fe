"""The settings: file, environment, secrets, and what is wrong with them."""
