"""``deka demo``: a lively clinic day on one screen, with everything it needs and nothing left behind."""
