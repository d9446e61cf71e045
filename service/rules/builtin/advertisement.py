"""Scored: words in which shops, courses, lenders and swindlers advertise in comments."""

from service.rules.phrase_lists import phrase_rule

RULE = phrase_rule("advertisement", "adverts", version=1, group="calls")
