"""WORDS: what Reactie talks about. Standard library only; every other room may import this one."""
