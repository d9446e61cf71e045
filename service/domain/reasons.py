"""Why moderators turn comments away, in coarse classes: a finer one would teach spammers."""

REASONS = ("off_topic", "abuse", "advertising", "private_information", "repeat", "other")
"""What the desk offers. The log takes any word: programs may have classes of their own."""
