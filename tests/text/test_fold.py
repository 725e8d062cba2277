"""Keys: which names are one, which are found alike, and in what order they are listed."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.fold import (
    SORT_KEY_MAX_BYTES,
    case_key,
    initial,
    match_key,
    normalise_line,
    normalise_prose,
    sort_key,
)
from tests.text.characters import ASSIGNED

KEYS = [normalise_line, normalise_prose, case_key, match_key]
any_text = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


class TestEveryKey:
    @pytest.mark.parametrize("key", KEYS)
    @settings(deadline=None)
    @given(any_text)
    def test_applied_twice_changes_nothing(self, key, text):
        assert key(key(text)) == key(text)

    @pytest.mark.parametrize("key", KEYS)
    def test_applied_twice_to_any_character_changes_nothing(self, key):
        unstable = [
            hex(ord(character))
            for character in ASSIGNED
            for text in (character, f"a{character}\u0301")
            if key(once := key(text)) != once
        ]
        assert unstable == []


class TestNormaliseLine:
    def test_white_space_of_any_kind_is_one_space(self):
        assert normalise_line("\t AI\u00a0 \u3000model\r\n") == "AI model"

    def test_letters_are_composed(self):
        assert normalise_line("re\u0301sume\u0301") == "résumé"

    def test_case_and_joiners_stay(self):
        assert normalise_line("می\u200cخواهم X") == "می\u200cخواهم X"


class TestNormaliseProse:
    def test_line_ends_of_every_system_become_lf(self):
        assert normalise_prose("a\r\nb\rc\nd") == "a\nb\nc\nd"

    def test_spaces_stay_because_markdown_reads_them(self):
        assert normalise_prose("    code  \n") == "    code  \n"


class TestCaseKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Ärger", "ärger"),
            ("STRASSE", "straße"),
            ("ΑΣ", "ας"),
            ("AI  Model", "ai model"),
            ("\u1fb3\u0301", "\u1fb4"),
        ],
    )
    def test_names_that_differ_in_case_are_one(self, one, other):
        assert case_key(one) == case_key(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [("résumé", "resume"), ("C", "C++"), ("AR", "AR+"), ("re-skin", "re skin"), ("ガ", "カ")],
    )
    def test_names_that_differ_in_more_are_two(self, one, other):
        assert case_key(one) != case_key(other)


class TestMatchKey:
    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("resume", "Résumé"),
            ("smorrebrod", "Smørrebrød"),
            ("aether", "Æther"),
            ("lodz", "Łódź"),
            ("istanbul", "İstanbul"),
            ("click-through rate", "Click‑through rate"),
            ("click_through rate", "click through rate"),
            ("and/or", "and or"),
            ("rider's", "rider’s"),
            ('"rider"', "“rider”"),
            ("AI", "ＡＩ"),
            ("m2", "m²"),
            ("ключевая ставка", "ключева\u0301я ста\u0301вка"),
            ("елка", "ёлка"),
            ("ナンバー", "ﾅﾝﾊﾞｰ"),
            ("محمد", "مُحَمَّد"),
            ("میخواهم", "می\u200cخواهم"),
            ("soft", "so\u00adft"),
        ],
    )
    def test_forgives_how_a_name_is_typed(self, typed, name):
        assert match_key(typed) == match_key(name)

    @pytest.mark.parametrize(
        "names",
        [
            ("C", "C++", "C#"),
            ("NET", ".NET"),
            ("AR", "AR+"),
            ("404", "40.4"),
            ("ガ", "カ"),
            ("हिन", "हन"),
            ("мой", "мои"),
            ("—", "_", "/"),
        ],
    )
    def test_keeps_apart_what_are_different_names(self, names):
        assert len({match_key(name) for name in names}) == len(names)

    @pytest.mark.parametrize("name", ["c++", "c#", ".net", "404", "context<t>", "ar+", "a&a"])
    def test_symbols_that_carry_meaning_stay(self, name):
        assert match_key(name) == name

    def test_every_dash_is_a_space(self):
        dashes = [character for character in ASSIGNED if unicodedata.category(character) == "Pd"]
        assert [dash for dash in dashes if match_key(f"a{dash}b") != "a b"] == []

    @settings(deadline=None)
    @given(any_text)
    def test_names_that_are_one_are_found_alike(self, text):
        assert match_key(case_key(text)) == match_key(text)

    @settings(deadline=None)
    @given(any_text)
    def test_no_name_has_an_empty_key(self, text):
        assert bool(match_key(text)) == bool(normalise_line(text))


class TestSortKey:
    @pytest.mark.parametrize(
        "names",
        [
            ["???", "+1", "5G", "10G", "404", "A&A", "AI Model", "API", "AR", "AR+", "Zebra"],
            ["C", "C#", "C++", "Cache", "Context<T>"],
            ["model 2", "model 10", "model 100"],
            ["resume", "résumé", "resumes"],
            [".NET", "Net", "network"],
            ["Abend", "Ärger", "Arm", "Zoo"],
            ["re skin", "re-skin", "reskin"],
            ["007", "7", "8"],
            ["zebra", "Ωμέγα", "Арка", "Ёлка", "Ель", "Яма"],
            [
                "بازار",
                "پیشکش",
                "تجارت",
                "ٹکٹ",
                "جلسہ",
                "چینل",
                "دکان",
                "ڈیٹا",
                "کام",
                "گانا",
                "لفظ",
                "وقت",
                "ہال",
                "یاد",
            ],
            [
                "герой",
                "гроші",
                "ґанок",
                "дім",
                "екран",
                "єдність",
                "зал",
                "Ирій",
                "івент",
                "їжа",
                "йога",
                "касир",
            ],
            [
                "дом",
                "ђак",
                "лав",
                "љубав",
                "мед",
                "нов",
                "његов",
                "оркестар",
                "тим",
                "ћилим",
                "чај",
                "џез",
                "шум",
            ],
            ["かき", "ガス", "きく"],
            ["가", "나", "하"],
            ["ア", "ㄱ", "가", "漢"],
        ],
    )
    def test_list_stands_as_in_a_dictionary(self, names):
        shuffled = random.sample(names, len(names))
        assert sorted(shuffled, key=sort_key) == names

    @settings(deadline=None)
    @given(st.text(max_size=400))
    def test_fits_its_column(self, text):
        assert len(sort_key(text)) <= SORT_KEY_MAX_BYTES

    @settings(deadline=None)
    @given(st.lists(st.text(max_size=8), max_size=30))
    def test_names_under_one_heading_stand_together(self, names):
        headings = [initial(name) for name in sorted(names, key=sort_key)]
        runs = [heading for at, heading in enumerate(headings) if at == 0 or headings[at - 1] != heading]
        assert len(runs) == len(set(runs))

    @settings(deadline=None)
    @given(st.integers(0, 10**30), st.integers(0, 10**30))
    def test_numbers_stand_by_their_value(self, one, other):
        assert (sort_key(f"model {one}x") < sort_key(f"model {other}x")) == (one < other)

    @settings(deadline=None)
    @given(any_text)
    def test_names_that_are_one_stand_in_one_place(self, text):
        assert sort_key(case_key(text)) == sort_key(text)


class TestInitial:
    @pytest.mark.parametrize(
        ("name", "heading"),
        [
            ("ai model", "A"),
            ("Árbol", "A"),
            ("Æther", "A"),
            ("ßoda", "S"),
            (".NET", "N"),
            ("C++", "C"),
            ("“Rider”", "R"),
            ("404", "0-9"),
            ("+1", "0-9"),
            ("٤٠٤", "0-9"),
            ("½ cup", "0-9"),
            ("???", "#"),
            ("😀", "#"),
            ("—", "#"),
            ("ωμέγα", "Ω"),
            ("ёлка", "Е"),
            ("йод", "Й"),
            ("ქართული", "ქ"),
            ("آب", "ا"),
            ("پاکستان", "پ"),
            ("हिन्दी", "ह"),
            ("人工智能", "漢"),
            ("ガス", "か"),
            ("ﾊﾟﾝ", "は"),
            ("ッ", "つ"),
            ("가격", "ㄱ"),
            ("하늘", "ㅎ"),
            ("ㅋㅋ", "ㅋ"),
        ],
    )
    def test_heading_of_a_name(self, name, heading):
        assert initial(name) == heading

    @settings(deadline=None)
    @given(any_text)
    def test_no_name_is_without_a_heading(self, text):
        assert initial(text)
