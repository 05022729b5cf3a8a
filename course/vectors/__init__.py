"""Vectors: clouds of them, what is done to them, and how they stand to one another."""
