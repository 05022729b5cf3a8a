"""What the lessons compute: no widgets, no plots, nothing that needs a notebook."""
