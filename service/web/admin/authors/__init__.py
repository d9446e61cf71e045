"""Doors for authors: who wrote a comment, blocks, notes."""
