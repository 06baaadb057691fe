"""The suite. Its folders mirror the rooms."""
