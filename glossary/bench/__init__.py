"""Measurements of `manage.py bench`: a scratch glossary of synthetic entries, a real server, a load client.

`corpus` makes the entries, `scratch` the database, `fill` writes them, `server` serves them, `client` asks
for them, `rounds` turns what it saw into figures. `publisher` publishes meanwhile; `publishing` and `linking`
time what a write and a text cost. `search` asks what `search_questions` says of
entries that `search_corpus` makes and `search_fill` writes. `programs` starts and ends them, `table` is what
people read.
"""
