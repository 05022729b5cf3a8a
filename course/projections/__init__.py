"""What becomes of relations when vectors are projected: rotated, truncated, turned at random."""
