"""Reactie: comment moderation for blogs. docs and the map of rooms: README.md."""

from service.late import wait_for_need

wait_for_need()
