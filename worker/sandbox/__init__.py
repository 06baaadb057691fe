"""`deka-sandbox`: BPJS over real HTTP for practice and tests, with faults to order."""
