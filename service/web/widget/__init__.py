"""The widget's sources: plain ES modules, made into `static/embed.js` and `static/count.js`.

`build` makes them; `start.js` and `count.js` are the ways in, and what they import comes along.
"""
