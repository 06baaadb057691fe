"""The command line: what scripts outside rely on, letter by letter."""
