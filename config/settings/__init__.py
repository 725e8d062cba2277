"""Settings: one module for each way of running; `base` holds what they share.

Everything that differs between installations is an environment variable; the table is in docs/operations.md.
"""
