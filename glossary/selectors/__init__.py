"""Reads across models: frozen view models for pages, built in a fixed number of queries.

`entry` reads one entry, `lookup` finds what an address stands for, `lists` the A–Z and tags, `home` the home
page. Whatever is read here has passed `Term.objects.published()`, but for the editors' preview.
"""
