"""Real processes over real HTTP: sandbox, workers, and the services of a counter in the test itself."""
