"""What happens between a key and its last toast, one file a flow. Flows ask the screen, threads do the work."""
