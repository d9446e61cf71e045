"""Scored: the text calls readers to do something for its writer: subscribe, visit, buy, earn."""

from service.rules.phrase_lists import phrase_rule

RULE = phrase_rule("call_to_action", "calls", version=2, group="calls")
