"""DOORS: HTTP in, acts called, allow-lists out. `route_table` is the list of those of the API."""
