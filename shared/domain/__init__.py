"""Rules on plain records. Nothing in here reads a clock, a file, a socket or a database."""
