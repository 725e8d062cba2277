"""Which names stand in a text, and how an index of names is asked for them."""

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from glossary.text.matching import KnownName, NameIndex, is_short_name, keys_in, name_keys, stretches
from glossary.text.names import LONGEST, name_shape, worded
from tests.text.prose import names, texts

languages = st.sampled_from(["en", "fr"])
some_names = st.lists(names, min_size=1, max_size=6)


def index(*known, language="en"):
    """An index of names that are their own targets; "=" before one makes it exact."""
    return NameIndex(
        [KnownName(name.removeprefix("="), name.removeprefix("="), name.startswith("=")) for name in known],
        language,
    )


def found(text, *known, language="en"):
    return [text[match.start : match.end] for match in index(*known, language=language).matches(text)]


def targets(text, *known):
    return [match.targets for match in index(*known).matches(text)]


class TestWhichNameIsFound:
    def test_longest_wins_over_first(self):
        assert found("event marketing automation suite", "Event marketing", "Marketing automation suite") == [
            "marketing automation suite"
        ]

    def test_first_wins_among_equals(self):
        assert found("event marketing automation", "Event marketing", "Marketing automation") == [
            "event marketing"
        ]

    def test_shorter_name_is_found_beside_a_longer_one_that_took_its_words(self):
        known = ("b c d", "a b", "a")
        assert found("a b c d", *known) == ["a", "b c d"]

    def test_long_name_that_does_not_end_as_expected_gives_way_to_a_shorter_one(self):
        known = ("Cost per thousand impressions", "Cost per thousand", "Cost")
        assert found("cost per thousand impressions' sake", *known) == ["cost per thousand impressions"]
        assert found("cost per thousand clicks", *known) == ["cost per thousand"]
        assert found("cost of living", *known) == ["cost"]

    def test_sign_more_makes_another_name(self):
        assert targets("C, C++ and C#", "C", "C++", "C#") == [("C",), ("C++",), ("C#",)]

    def test_names_in_text_order(self):
        assert found("c b a", "a", "b", "c") == ["c", "b", "a"]

    def test_repeated_name_is_found_each_time(self):
        assert found("prompt, prompts, Prompt", "prompt") == ["prompt", "prompts", "Prompt"]

    def test_address_that_takes_the_signs_of_a_name_leaves_the_name_without_them(self):
        known = ("–. It", "It")
        assert found("http://a.b/–. It", *known) == found("http://a.b/–. It", "It") == ["It"]
        assert found("x –. It", *known) == ["–. It"]

    def test_of_as_many_signs_the_name_that_begins_first_wins(self):
        assert found("x .net# y", ".net", "net#") == found("x .net# y", "net#", ".net")

    def test_name_of_very_many_words_is_found_in_its_forms(self):
        long = " ".join(f"w{number}" for number in range(40))
        known = (f"{long} prompt", long, "w0 w1")
        assert found(f"see {long} prompts", *known) == [f"{long} prompts"]
        assert found(f"see {long}, prompts", *known) == [long]
        assert found(f"see {long.replace('w35', 'x')}", *known) == ["w0 w1"]
        assert found(f"see {long.replace(' w17', ', w17')}", *known) == ["w0 w1"]
        assert found(long.replace(" w16", chr(12) + "w16"), *known) == ["w0 w1"]

    @pytest.mark.parametrize("count", [1, 15, 16, 17, 31, 32, 33, 48, 99])
    def test_longest_of_names_that_hold_each_other_wins(self, count):
        names = [" ".join(["a"] * each) for each in range(1, 100)]
        assert found(names[count - 1], *names) == [names[count - 1]]
        assert found(names[count - 1], "a", names[count - 1]) == [names[count - 1]]


class TestSharedNames:
    def test_match_has_every_target(self):
        known = NameIndex([KnownName("Session", 1), KnownName("session", 2), KnownName("Session", 1)], "en")
        assert [match.targets for match in known.matches("a session")] == [(1, 2)]

    def test_targets_keep_their_order(self):
        known = NameIndex([KnownName("Session", target) for target in (3, 1, 2, 1)], "en")
        assert [match.targets for match in known.matches("sessions, Session")] == [(3, 1, 2), (3, 1, 2)]

    def test_name_itself_wins_over_one_in_the_plural(self):
        assert targets("a guardrail", "Guardrails", "Guardrail") == [("Guardrail",)]
        assert targets("two guardrails", "Guardrail", "Guardrails") == [("Guardrails",)]
        assert targets("the guardrail's", "Guardrails", "Guardrail") == [("Guardrail",)]

    def test_name_that_is_spelled_so_wins(self):
        assert targets("her résumé", "Resume", "Résumé") == [("Résumé",)]
        assert targets("we resume", "Resume", "Résumé") == [("Resume",)]

    def test_exact_name_wins_in_its_case(self):
        known = NameIndex([KnownName("Can", "tin"), KnownName("CAN", "bus", exact=True)], "en")
        assert [match.targets for match in known.matches("CAN in a can")] == [("bus",), ("tin",)]


class TestForms:
    @pytest.mark.parametrize(
        ("text", "name", "by"),
        [
            ("prompt", "Prompt", ""),
            ("prompts", "Prompt", "plural"),
            ("prompt’s", "Prompt", "possessive"),
            ("guardrail", "Guardrails", "singular"),
            ("guardrail's", "Guardrails", "possessive singular"),
            ("KPI", "KPIs", "singular"),
            ("cost per thousand impressions", "Cost per thousand impression", "plural"),
        ],
    )
    def test_match_says_what_was_done(self, text, name, by):
        assert [match.by for match in index(name).matches(text)] == [by]

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("gas", "GA"),
            ("ctrs", "CTR"),
            ("GPS", "GP"),
            ("gp", "GPS"),
            ("io", "iOS"),
            ("https", "HTTP"),
            ("HTTPS", "HTTP"),
            ("Its", "It"),
            ("It's", "It"),
            ("canvas", "Canva"),
            ("Goes", "Go"),
        ],
    )
    def test_look_alikes_are_no_forms(self, text, name):
        assert found(text, name) == []

    @pytest.mark.parametrize("text", ["ITs", "IT's", "IT’s", "IT"])
    def test_acronym_keeps_its_capitals(self, text):
        assert found(text, "IT") == [text]
        assert found(text, "=IT") == [text]

    def test_other_languages_have_no_rule(self):
        assert found("deux prompts", "prompt", language="fr") == []
        assert name_keys("prompts", "fr") == {"prompts"}


class TestExactNames:
    @pytest.mark.parametrize(
        ("text", "name", "expected"),
        [
            ("IT it It", "=IT", ["IT"]),
            ("Policies and policies", "=Policy", ["Policies"]),
            ("iPad IPAD ipads iPads", "=iPad", ["iPad", "iPads"]),
            ("Open Source, open source", "=Open Source", ["Open Source"]),
            ("go Go", "=go", ["go"]),
        ],
    )
    def test_count_in_their_own_case_alone(self, text, name, expected):
        assert found(text, name) == expected

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("IT", True),
            ("C++", True),
            ("R&D", True),
            ("5G", True),
            ("A", True),
            ("CTR", False),
            ("42", False),
            ("人工", False),
            ("8(a)", True),
            ("شا", False),
            ("+", False),
        ],
    )
    def test_short_names_are_exact_by_default(self, name, expected):
        assert is_short_name(name) is expected


class TestPlacesWithoutNames:
    @pytest.mark.parametrize(
        "text",
        [
            "https://example.org/a/prompt?b=prompt",
            "x.org/prompt",
            "www.prompt.org",
            "me.prompt@x.org",
            "#prompt",
            "ftp://prompt",
            "see:https://a.org/(prompt)",
        ],
    )
    def test_addresses_have_none(self, text):
        assert found(text, "prompt") == []

    def test_chinese_goes_on_after_an_address(self):
        assert found("见https://example.org/人工，人工很好", "人工") == ["人工", "人工"]


class TestLaws:
    @settings(deadline=None)
    @given(texts, some_names, languages)
    def test_matches_are_apart_in_order_and_whole_words(self, text, known, language):
        words = worded(text).words
        starts, ends = {word.start for word in words}, {word.end for word in words}
        end = 0
        for match in index(*known, language=language).matches(text):
            assert end <= match.start < match.end <= len(text)
            end = match.end
            # A sign at the end of a name is no word, so the span may be wider than the words in it.
            inside = [word for word in words if match.start <= word.start and word.end <= match.end]
            assert len(inside) == match.words > 0
            assert inside[0].start in starts
            assert inside[-1].end in ends
            assert match.targets

    @settings(deadline=None)
    @given(texts, some_names, languages)
    @example("ｱｲ", ["アイ"], "en")
    def test_index_is_asked_for_a_key_of_every_name_found(self, text, known, language):
        asked = keys_in(worded(text), language)
        for match in index(*known, language=language).matches(text):
            assert all(asked & name_keys(name, language) for name in match.targets)

    @settings(deadline=None)
    @given(texts, some_names, languages)
    def test_stretches_cover_every_text_that_a_name_is_found_in(self, text, known, language):
        words = [word.folded for word in worded(text).words]
        runs = {
            tuple(words[first : first + count])
            for count in range(1, LONGEST + 1)
            for first in range(len(words) - count + 1)
        }
        for match in index(*known, language=language).matches(text):
            assert all(stretches(name, language) & runs for name in match.targets)

    @settings(deadline=None)
    @given(texts, some_names, languages)
    def test_only_names_under_the_keys_of_a_text_matter(self, text, known, language):
        asked = keys_in(worded(text), language)
        fetched = [name for name in known if asked & name_keys(name, language)]
        assert index(*fetched, language=language).matches(text) == index(*known, language=language).matches(
            text
        )

    @settings(deadline=None)
    @given(names, languages)
    def test_name_of_letters_and_spaces_is_found_in_itself(self, name, language):
        shape = name_shape("".join(sign if sign.isalnum() else " " for sign in name))
        if shape is not None and not shape.lead and not shape.trail:
            matches = index(shape.text, language=language).matches(shape.text)
            assert [match.words for match in matches] == [len(shape.words.words)]

    @settings(deadline=None)
    @given(names, languages)
    def test_keys_and_stretches_are_empty_together(self, name, language):
        assert (
            bool(name_keys(name, language))
            == bool(stretches(name, language))
            == (name_shape(name) is not None)
        )

    @settings(deadline=None)
    @given(texts, some_names)
    def test_cut_text_gives_what_the_text_gives(self, text, known):
        assert index(*known).matches(worded(text)) == index(*known).matches(text)


class TestStretches:
    def test_last_word_in_every_form(self):
        assert stretches("Ad agency", "en") == {
            ("ad", form) for form in ("agency", "agencys", "agencies", "agency's", "agencys's", "agencies's")
        }

    def test_long_name_has_its_first_words(self):
        assert stretches("Return on ad spend", "en") == {("return", "on", "ad")}

    def test_plural_name_has_its_singular(self):
        assert {("guardrail",), ("guardrails",), ("guardrail's",)} <= stretches("Guardrails", "en")

    def test_name_without_letters_has_none(self):
        assert stretches("+++", "en") == frozenset()


class TestKeys:
    def test_no_more_than_the_text_has(self):
        text = worded("the keynote ends the show")
        assert keys_in(text, "en") == {
            *("the", "keynote", "ends", "end", "show"),
            *("the keynote", "keynote ends", "keynote end", "ends the", "the show"),
            *("the keynote ends", "the keynote end", "keynote ends the", "ends the show"),
        }

    def test_none_crosses_a_stretch(self):
        assert keys_in(worded("on\n\npremise"), "en") == {"on", "premise"}


def took(work):
    started = time.process_time()
    work()
    return time.process_time() - started


class TestTime:
    """Seconds of processor time, far above what it takes and far below what a rule that grows would."""

    NAMES = ("the", "a", "a a", "人", "人 工", *(" ".join(["a"] * count) for count in range(3, 6)))

    @pytest.mark.parametrize(
        "text",
        [
            *("a" * 200_000, "a-" * 100_000, "the " * 20_000, "人工" * 15_000, "[" * 200_000, "'a" * 100_000),
            *("a " * 25_000, "a/" * 25_000, "a@a" * 50_000, "a.aa/" * 10_000),
        ],
        ids=lambda text: text[:8],
    )
    def test_text_of_nothing_but_names(self, text):
        known = index(*self.NAMES, "a" * 200, "a" * 199 + "-b")
        assert took(lambda: known.matches(text)) < 8
        assert took(lambda: keys_in(worded(text), "en")) < 5

    @pytest.mark.parametrize("text", ["a-" * 1_000, "a " * 1_000, "A " * 1_000])
    def test_names_that_hold_each_other(self, text):
        names = [" ".join(["a"] * count) for count in range(1, 100)]
        assert took(lambda: index(*names).matches(text)) < 5
        assert took(lambda: index(*(f"={name}" for name in names)).matches(text)) < 5

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            pytest.param("aa " * 4_000, ["aa"] * 5_000, id="one name"),
            pytest.param("aa " * 4_000, [*("(" * count + "aa" for count in range(150)), "aa!"], id="signs"),
            pytest.param("人" * 6_000, ["人" * count for count in range(1, 200)], id="nested"),
            pytest.param("a " * 6_000, ["a " * 99 + "a"], id="long"),
            pytest.param("bs " * 4_000, ["bs " * count + "b" for count in range(60)], id="forms"),
        ],
    )
    def test_names_that_have_their_words_in_common(self, text, names):
        known = NameIndex([KnownName(name, number) for number, name in enumerate(names)], "en")
        cut = worded(text)
        assert took(lambda: known.matches(cut)) < 1

    def test_five_thousand_names_in_one_text(self):
        known = [f"name {number}" for number in range(5000)]
        text = " and ".join(known)
        assert took(lambda: index(*known)) < 3
        assert len(index(*known).matches(text)) == 5000
        assert took(lambda: index(*known).matches(text)) < 5

    def test_time_does_not_follow_the_number_of_names(self):
        dice = random.Random(1)
        vocabulary = [f"w{number}" for number in range(400)]
        text = worded(" ".join(dice.choices(vocabulary, k=850)))

        def best(count):
            known = index(*(f"{dice.choice(vocabulary)} {dice.choice(vocabulary)} {n}" for n in range(count)))
            return min(took(lambda: known.matches(text)) for _ in range(7))

        assert best(20_000) < 2.5 * best(1_000)

    def test_names_that_begin_alike_cost_nothing(self):
        known = index(*(f"the big synthetic name {number}" for number in range(10_000)))
        text = worded("the big synthetic name 77 " * 200)
        assert took(lambda: known.matches(text)) < 1
        assert len(known.matches(text)) == 200
