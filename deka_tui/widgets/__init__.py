"""The parts of the screens. They draw what presenters say and post messages; they never ask services."""
