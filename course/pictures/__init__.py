"""Pictures without torch: what there is to choose from, targets, files, and what parameters show."""
