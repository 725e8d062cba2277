"""The editors' side: forms filled from a record, history, steps, completions, Markdown preview and upload.

Importing the package registers nothing, because the site's own class lives in it; `GlossaryAdminConfig`
imports the modules that register once the site exists.
"""
