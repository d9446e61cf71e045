"""Seed: a blog's long history made up at once, to measure on.

`plan` says what stands where and what became of it, `texts` what it says and how the rules judged
it, `rows` makes rows of both, `make` writes them into a new file.
"""
