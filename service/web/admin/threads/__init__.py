"""Doors to the threads of pages."""
