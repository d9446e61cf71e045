"""Comments that come from other systems, and that leave for them."""
