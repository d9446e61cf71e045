"""OPINIONS: what Reactie thinks of a text. Pure: rules read one frozen context and give evidence.

The way through this room: `text` makes the views of a submission, `engine` runs every rule of the
rule set over them, `policy` says what the findings amount to. A rule never writes and never waits.
"""
