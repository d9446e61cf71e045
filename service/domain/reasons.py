"""Why moderators turn comments away, in coarse classes: a finer one would teach spammers."""

from typing import Literal, get_args

Reason = Literal["off_topic", "abuse", "advertising", "private_information", "repeat", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""What the desk offers. The log takes any word: programs may have classes of their own."""
