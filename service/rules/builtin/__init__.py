"""The built-in rules, one a file. This tuple is the table of contents.

Its order is that of the findings; of several gates the first one here tells the visitor why.
"""

from service.rules.builtin import (
    blank_text,
    blocked_author,
    blocked_host,
    call_to_action,
    closed_thread,
    fast_form,
    first_time_author,
    hold_everything,
    learned_fine,
    learned_suspect,
    link_with_call,
    long_text,
    many_links,
    money_amount,
    over_budget,
    own_patterns,
    pasted_markup,
    phone_number,
    repeated_text,
    similar_text,
    trap_field,
    trusted_author,
    url_shortener,
    word_list,
)
from service.rules.contract import Rule

RULES: tuple[Rule, ...] = (
    closed_thread.RULE,
    blank_text.RULE,
    long_text.RULE,
    trap_field.RULE,
    blocked_author.RULE,
    hold_everything.RULE,
    over_budget.RULE,
    fast_form.RULE,
    word_list.RULE,
    own_patterns.RULE,
    blocked_host.RULE,
    first_time_author.RULE,
    trusted_author.RULE,
    many_links.RULE,
    url_shortener.RULE,
    repeated_text.RULE,
    similar_text.RULE,
    call_to_action.RULE,
    link_with_call.RULE,
    phone_number.RULE,
    money_amount.RULE,
    pasted_markup.RULE,
    learned_suspect.RULE,
    learned_fine.RULE,
)
