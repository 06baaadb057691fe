"""Locked stations: a counter nobody leaves by a key, a kiosk for patients, a public board."""
