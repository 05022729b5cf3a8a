"""Building the lessons from their sources."""
