"""Plain text and nothing else: keys for comparing names, addresses, checks, excerpts, differences.

Everything here is a pure function over strings. The room knows no model, no request and no HTML.
"""
