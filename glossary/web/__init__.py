"""The addresses that readers use (docs/architecture.md: Addresses).

Public pages are the same for everyone: no view here but the preview reads a cookie, a session or a user.
"""
