"""One process of the site without its server: does what it reads on standard input, a line of JSON at a time.

Started by the tests that need several processes on one database, which DATABASE_URL names.
"""

import json
import sys

import django


def main() -> None:
    """Answer each line, `{"get": …}`, `{"publish": …, "summary": …}` or `{"name": …}`, with a line."""
    django.setup()
    from tests.http.asking import Site

    site = Site()
    say("ready")
    for line in sys.stdin:
        job = json.loads(line)
        if "get" in job:
            before = site.rendered
            answer = site.get(job["get"])
            done = {"status": answer.status, "text": answer.text, "stored": site.rendered == before}
        elif "name" in job:
            name_site(job["name"])
            done = {}
        else:
            done = {"path": publish(job["publish"], job["summary"])}
        say(json.dumps(done))


def say(line: str) -> None:
    """Write a line to whoever started this."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def name_site(name: str) -> None:
    """Name the site, as its owner does; an empty name brings the default back."""
    from glossary.models import SiteSettings
    from glossary.workflow import save_site_settings

    save_site_settings(SiteSettings(name=name), actor=None)


def publish(title: str, summary: str) -> str:
    """Publish an entry with this summary, new or changed, as an editor does; return its address."""
    from glossary.models import Term
    from glossary.records import TermRecord
    from glossary.workflow import publish_term

    term = Term.objects.filter(title=title).first()
    outcome = publish_term(term, actor=None, record=TermRecord(title=title, summary=summary))
    return outcome.term.get_absolute_url()


if __name__ == "__main__":
    main()
