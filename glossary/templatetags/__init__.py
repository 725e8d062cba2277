"""Tags for templates: thin wrappers around typed, tested functions."""
