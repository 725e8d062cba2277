"""Finds what readers ask for, forgives how they spell it, and says what it can be narrowed to.

The cost follows the page and the words of the question: no more than FOUND_AT_MOST entries are looked at of
those that have a word, whatever their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from django.conf import settings
from django.db.models import Q, QuerySet

from glossary.models import Alias, AliasKind, Example, Section, Tag, TaggedTerm, Term
from glossary.search.entries import entry_index
from glossary.search.question import Question, read_question
from glossary.search.spelling import corrected
from glossary.selectors.facets import tag_facets
from glossary.selectors.found import Answer, Facet, Findings, Hit, Marked, Piece
from glossary.selectors.links import LINK_FIELDS, TermLink, link_to, with_query
from glossary.selectors.lists import NotListed, carrying, place_at, tag_at
from glossary.selectors.marking import Wanted, mark, passage
from glossary.selectors.nearest import nearest_entries
from glossary.selectors.ranking import CALLED, Fit, Ranked, Ranking, rank, rank_some
from glossary.selectors.suggesting import suggestions
from glossary.text.fold import case_key
from glossary.text.search_words import closed_up, search_key
from glossary.text.slug import slugify

PAGE_LENGTH = 20
_GUESSED = (Fit.IN_ENTRY, Fit.NAMES_BEGIN_WITH_LETTERS)


def find_terms(text: str, *, url: str, page: str = "", tag: str = "", letter: str = "") -> Findings:
    """Return a page of the public entries that answer `text`, of every language.

    `url` is the address of the search; `tag` (a slug) and `letter` narrow the answer. Raises NotListed where
    there is no such page, tag or letter.
    """
    question = read_question(text)
    chosen = _public_tag(tag) if tag else None
    base = with_query(url, [("q", question.text)])
    if question.is_empty:
        return Findings(question.text, Answer.NOT_ASKED, base)
    answer, searched, ranking, meant = _answer(question, chosen)

    def address(*, page: int = 1, tag: str = tag, letter: str = letter) -> str:
        pairs = [("q", question.text), ("tag", tag), ("letter", letter)]
        return with_query(url, [*pairs, ("page", str(page) if page > 1 else "")])

    entries = [each for each in ranking.entries if not letter or each.initial == letter]
    if letter and not entries:
        raise NotListed(letter)
    place = place_at(page, len(entries), PAGE_LENGTH, lambda number: address(page=number))
    shown = entries[(place.number - 1) * PAGE_LENGTH : place.number * PAGE_LENGTH]
    topics, tags = tag_facets([each.pk for each in entries], chosen, lambda slug: address(tag=slug))
    hits = _hits(shown, searched or question)
    is_exact = ranking.exact == 1 and place.number == 1 and shown and shown[0].fit in CALLED
    exact = hits[0].term if is_exact and hits else None
    return Findings(
        text=question.text,
        answer=answer,
        searched=searched.text if searched else "",
        did_you_mean=meant.text if meant else "",
        did_you_mean_url=with_query(url, [("q", meant.text)]) if meant else "",
        hits=hits,
        total=len(entries),
        is_cut=ranking.is_cut,
        place=place,
        url=address(page=place.number) if hits else base,
        exact=exact,
        topics=topics,
        tags=tags,
        letters=_letters(ranking, letter, lambda letter: address(letter=letter)),
        nearest=_nearest(question) if answer is Answer.NOTHING else (),
    )


def _answer(
    question: Question, chosen: Tag | None
) -> tuple[Answer, Question | None, Ranking, Question | None]:
    """Return how the answer fits, what was searched instead, the answer, and what may have been meant."""
    nothing = Ranking((), is_cut=False, exact=0)
    tagged = _tagged(question.tags, chosen)
    if tagged is None:
        return Answer.NOTHING, None, nothing, None
    within = tagged if question.tags or chosen else None
    languages = entry_index().languages()
    ranking = rank(question, languages, within)
    correction = corrected(question, languages) if _is_guessed(ranking) else None
    if correction is not None:
        meant, is_name = correction
        better = rank(meant, languages, within)
        if ranking.entries and not (is_name and better.exact and len(question.words) > 1):
            return Answer.EVERY_WORD, None, ranking, meant if better.entries else None
        if not better.entries and not ranking.entries:
            better = rank_some(meant, languages, within)
        if better.entries:
            return Answer.CORRECTED, meant, replace(better, exact=0), None
    if ranking.entries:
        return Answer.EVERY_WORD, None, ranking, None
    ranking = rank_some(question, languages, within)
    return (Answer.SOME_WORDS if ranking.entries else Answer.NOTHING), None, ranking, None


def _is_guessed(ranking: Ranking) -> bool:
    """Tell whether nothing was found, or no name as it was typed: it may be misspelt."""
    return all(each.fit in _GUESSED for each in ranking.entries[:1])


def _tagged(names: Sequence[str], chosen: Tag | None) -> QuerySet[TaggedTerm] | None:
    """Return the rows of what carries all of some tags, every row for none; None where one is unknown."""
    tags = [chosen] if chosen else []
    for name in names:
        found = Tag.objects.filter(Q(slug=slugify(name)) | Q(case_key=case_key(name))).first()
        if found is None:
            return None
        tags.append(found)
    rows = TaggedTerm.objects.order_by()
    for place, tag in enumerate(tags):
        others = TaggedTerm.objects.filter(tag=tag)
        rows = rows.filter(content_object__in=others.values("content_object")) if place else others
    return rows


def _public_tag(slug: str) -> Tag:
    """Return the tag at an address. Raises NotListed where there is none that a public entry carries."""
    tag = tag_at(slug)
    if not carrying(Term.objects.published(), tag).exists():
        raise NotListed(slug)
    return tag


def _nearest(question: Question) -> tuple[TermLink, ...]:
    """Return what would have been offered while it was typed, else the nearest names in the list."""
    offered = suggestions(question.plain)
    links = [TermLink(each.title, each.url, each.summary, each.language, each.direction) for each in offered]
    return tuple(links) or nearest_entries(settings.LANGUAGE_CODE, question.plain)


def _letters(ranking: Ranking, chosen: str, address: Callable[[str], str]) -> tuple[Facet, ...]:
    counted = Counter(each.initial for each in ranking.entries)
    return tuple(
        Facet(letter, address("" if letter == chosen else letter), count, letter == chosen)
        for letter, count in sorted(counted.items())
    )


def _hits(shown: Sequence[Ranked], question: Question) -> tuple[Hit, ...]:
    """Return what the page says of the entries on it: four queries at most."""
    ids = [each.pk for each in shown]
    if not ids:
        return ()
    rows = Term.objects.published().filter(pk__in=ids).order_by().values_list("pk", *LINK_FIELDS)
    links = {pk: link_to(*columns) for pk, *columns in rows}
    names: defaultdict[int, list[str]] = defaultdict(list)
    aliases = Alias.objects.filter(term__in=ids).exclude(kind=AliasKind.HIDDEN).order_by("pk")
    for pk, text in aliases.values_list("term_id", "text"):
        names[pk].append(text)
    words = [*question.asked, *(word for phrase in question.phrases for word in phrase)]
    last = question.words[-1] if question.words else ""
    wanted = {pk: Wanted.of(words, last, link.language) for pk, link in links.items()}
    unseen = [
        pk for pk, link in links.items() if words and not wanted[pk].is_in(f"{link.title}\n{link.summary}")
    ]
    by_text = {each.pk for each in shown if each.fit is Fit.IN_ENTRY}
    titled = {each.pk for each in shown if each.fit in (Fit.TITLE, Fit.TITLE_INFLECTED)}
    bodies = _bodies([pk for pk in unseen if pk in by_text])
    hits = []
    for pk in ids:
        if (link := links.get(pk)) is not None:
            found = passage(bodies[pk], wanted[pk]) if pk in bodies else ""
            excerpt = mark(found or link.summary, wanted[pk])
            if pk in titled:
                hits.append(Hit(link, (Piece(link.title, is_match=True),), (), excerpt))
            else:
                via = _via(names[pk], link, wanted[pk], question)
                hits.append(Hit(link, mark(link.title, wanted[pk]), via, excerpt))
    return tuple(hits)


def _via(aliases: Sequence[str], link: TermLink, wanted: Wanted, question: Question) -> Marked:
    """Return the alias by which an entry was found, marked, where its title does not have the words."""
    if not wanted.stems or wanted.is_in(link.title):
        return ()
    keys = {question.key, question.short_key}
    for text in aliases:
        if (key := search_key(text)) in keys or closed_up(key) in keys:
            return (Piece(text, is_match=True),)
    in_title = any(piece.is_match for piece in mark(link.title, wanted))
    for text in aliases:
        marked = mark(text, wanted)
        if wanted.is_in(text) or (not in_title and any(piece.is_match for piece in marked)):
            return marked
    return ()


def _bodies(ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the sections and examples of entries whose passage is to be shown."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    for part in (Section, Example) if ids else ():
        rows = part._default_manager.filter(term__in=ids).order_by("term", "position")
        for pk, body in rows.values_list("term_id", "body"):
            found[pk].append(body)
    return found
