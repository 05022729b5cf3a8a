"""Canvases of our own: everything in a widget that moves is drawn on one."""
