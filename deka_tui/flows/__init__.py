"""What happens between a key and its last toast, one file a flow; threads do the work."""
