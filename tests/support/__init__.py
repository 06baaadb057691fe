"""What the whole suite leans on: real servers, real processes, a real terminal, patient waiting."""
