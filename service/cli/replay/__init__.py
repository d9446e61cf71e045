"""Replay: real comments posted anew over HTTP, as many visitors, with a scripted moderator.

`script` reads the comments, `visitors` posts them, `moderator` decides by their labels, `run`
joins the three and compares what readers then see with what the labels say they should.
"""
