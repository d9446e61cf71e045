"""What brings a database from any earlier version to this one, in order, written out."""
