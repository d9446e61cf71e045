"""The doors to imports."""
