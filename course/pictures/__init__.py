"""Pictures without torch: what to choose from, targets, files, and what parameters show."""
