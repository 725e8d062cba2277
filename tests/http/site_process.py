"""One process of the site without its server: does what it reads on standard input, a line of JSON at a time.

Started by the tests that need several processes on one database, which DATABASE_URL names.
"""

import json
import sys

import django


def main() -> None:
    """Answer each line, `{"get": …}`, `{"publish": …}`, `{"archive": …}` or `{"name": …}`, with a line."""
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
        elif "archive" in job:
            archive(job["archive"])
            done = {}
        else:
            done = {"path": publish(**job)}
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


def publish(publish: str, summary: str, text: str = "", title: str = "") -> str:
    """Publish an entry with this summary and text, new or changed, as an editor does; return its address.

    A `title` is what it is called from now on.
    """
    from glossary.models import Term
    from glossary.records import SectionRecord, TermRecord
    from glossary.workflow import publish_term

    term = Term.objects.filter(title=publish).first()
    sections = (SectionRecord("Definition", text),) if text else ()
    record = TermRecord(title=title or publish, summary=summary, sections=sections)
    return publish_term(term, actor=None, record=record).term.get_absolute_url()


def archive(title: str) -> None:
    """Archive an entry, as an editor does."""
    from glossary.models import Term
    from glossary.workflow import archive_term

    archive_term(Term.objects.get(title=title), actor=None)


if __name__ == "__main__":
    main()
