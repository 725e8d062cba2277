"""The addresses that readers use (DESIGN: Addresses).

Public pages are the same for everyone: no view here but the preview reads a cookie, a session or a user.
"""
