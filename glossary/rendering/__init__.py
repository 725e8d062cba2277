"""Markdown in, safe HTML out. The only room that may mark text safe.

Pure functions: no model, no request, no settings. A page and its preview call the same function.
"""
