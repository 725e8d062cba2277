"""Counts the queries that pages of the database named by DATABASE_URL take, without any store in front."""

import json
import sys
from dataclasses import replace

import django


def main() -> None:
    """Print the number of queries for each kind of page, and for publishing one more entry."""
    django.setup()
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from glossary.bench.corpus import record
    from glossary.models import Term
    from glossary.workflow import publish_term

    term = Term.objects.get(title=record(5).title)
    entry = term.get_absolute_url()
    tag = term.tags.first()
    last_page = -(-Term.objects.published().count() // 100)
    paths = {
        "entry": entry,
        "Markdown": f"{entry.removesuffix('/')}.md",
        "record": f"{entry.removesuffix('/')}.json",
        "other spelling": entry.upper().replace("/GLOSSARY/", "/glossary/"),
        "browse": "/glossary/",
        "last page": f"/glossary/?page={last_page}",
        "letter": f"/glossary/?letter={term.initial}",
        "letter and tag": f"/glossary/?letter={term.initial}&tag={tag.slug}",
        "tag": tag.get_absolute_url(),
        "tags": "/tags/",
        "home": "/",
    }
    client = Client()
    counts = {}
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as queries:
            status = client.get(path).status_code
        if status != (301 if name == "other spelling" else 200):
            sys.exit(f"{path} answered {status}")
        counts[name] = len(queries)
    with transaction.atomic():
        with CaptureQueriesContext(connection) as queries:
            # Without ties: those that other entries have differ with their number.
            publish_term(record=replace(record(5), title="Another", relations=()), actor=None)
        transaction.set_rollback(True)
    counts["publishing"] = len(queries)
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main()
