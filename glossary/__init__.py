"""A glossary of entries: written in the admin, published through one workflow, read by anybody.

The rooms, highest first. Imports go down only; rooms on one line do not know each other.

==============  ====================================================================================
apps            start-up: the app's configuration and signal receivers
web             addresses that readers use: browse, entries, tags, pages, errors
admin           the editors' side: forms filled from a record, history, previews
management      commands
templatetags    thin wrappers around typed, tested functions
http            the store of public pages, middleware, context processors, throttles
bench           synthetic entries and the measurements of `manage.py bench`
workflow        the only writer: transitions, services, differences, checks
selectors       reads across models: the entry page, A to Z, related entries, counts
search          which entries contain these words, which names these are; an engine each database
records         TermRecord, the one serial form of an entry: rows to record and back
models          the tables and the rules that the database itself keeps
imaging         pictures and colours: uploads made anew, cards drawn, contrast measured
rendering       Markdown in, safe HTML out; the only place that marks text safe
text            folding, slugs, problems in what was typed, excerpts
==============  ====================================================================================

`text`, `rendering` and `imaging` are pure: no models, no settings of a request. Visibility is one rule,
`Term.objects.published()`; status and content change only through `workflow`. The import rule is checked by
import-linter (pyproject.toml), the reasons are in docs/architecture.md.
"""
