"""Reactie: comment moderation for blogs. docs and the map of rooms: README.md."""
