"""Programs that Deka is measured against or with; each runs as a process of its own."""
