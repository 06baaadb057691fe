"""The worker's parts, in process."""
