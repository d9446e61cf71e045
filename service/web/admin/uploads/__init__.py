"""The doors to files that are sent in to be imported."""
