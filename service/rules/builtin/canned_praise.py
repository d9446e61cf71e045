"""Scored: praise from the templates with which programs fill blogs, whatever these are about."""

from service.rules.phrase_lists import phrase_rule

RULE = phrase_rule("canned_praise", "canned", version=1)
