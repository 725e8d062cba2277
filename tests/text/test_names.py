"""How names and prose are cut into words that compare."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.text.fold import match_key
from glossary.text.names import LONGEST, name_shape, stands_alone, worded
from tests.text.prose import texts


def folded(text):
    return [word.folded for word in worded(text).words]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("An AI model.", ["an", "ai", "model"]),
            ("Don’t panic", ["don't", "panic"]),
            ("the agencies’ fees", ["the", "agencies", "fees"]),
            ("'quoted'", ["quoted"]),
            ("Node.js", ["node", "js"]),
            ("C++ or C#", ["c", "or", "c"]),
            ("résumé RÉSUMÉ re\u0301sume\u0301", ["resume"] * 3),
            ("guard\u00adrail guard\u200brail", ["guardrail"] * 2),
            ("CO₂ and note¹", ["co2", "and", "note"]),
            ("ＡＩ model™", ["ai", "model"]),
            ("人工智能AI", ["人", "工", "智", "能", "ai"]),
            ("ガ ｶﾞ", ["ガ", "ガ"]),
            ("กำหนด", ["กำ", "ห", "น", "ด"]),
            ("L'événement d’IA aujourd'hui", ["l", "evenement", "d", "ia", "aujourd'hui"]),
            ("all'evento C's", ["all", "evento", "c's"]),
            ("मॉडल और", ["मॉडल", "और"]),
            ("", []),
        ],
    )
    def test_text_is_cut_into_words(self, text, expected):
        assert folded(text) == [match_key(word) for word in expected]

    @settings(deadline=None)
    @given(texts)
    def test_words_stand_where_they_say(self, text):
        cut = worded(text)
        ends = [0]
        for word in cut.words:
            assert ends[-1] <= word.start < word.end <= len(text)
            assert word.folded == match_key(text[word.start : word.end])
            ends.append(word.end)
        assert len(cut.gaps) == len(cut.words)


class TestGaps:
    @pytest.mark.parametrize(
        "text",
        [
            "on premise",
            "on-premise",
            "on  premise",
            "on\npremise",
            "on‑premise",
            "on–premise",
            "on/premise",
            "on / premise",
            "on_premise",
            "on\u00a0premise",
            "on\\premise",
        ],
    )
    def test_hyphens_slashes_and_spaces_are_one(self, text):
        assert worded(text).key(0, 2) == "on premise"

    @pytest.mark.parametrize(
        "text", ["on, premise", "on. Premise", "on — premise", "on—premise", "on - premise", "on – premise"]
    )
    def test_what_parts_words_is_no_space(self, text):
        assert worded(text).key(0, 2) != "on premise"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("R&D", "R & D"),
            ("node.js", "Node.JS"),
            ("users’ guide", "users' guide"),
            ("a – b", "a — b"),
            ("人工智能", "人工 智能"),
            ("AI模型", "AI 模型"),
            ("ボックス・オフィス", "ボックスオフィス"),
        ],
    )
    def test_variants_have_one_key(self, one, other):
        first, second = worded(one), worded(other)
        assert first.key(0, len(first.words)) == second.key(0, len(second.words))

    def test_sentence_end_is_no_point_inside_a_word(self):
        assert worded("the node. JS is").key(1, 2) != worded("node.js").key(0, 2)

    @pytest.mark.parametrize("between", ["\n\n", "\f", "\n \n", ".\n\n", ". \f "])
    def test_no_name_crosses_the_end_of_a_stretch(self, between):
        assert worded(f"on{between}premise").gaps[1] is None


class TestShapes:
    @pytest.mark.parametrize("name", ["", " ", "—", "+++", "🎬", "*", "\f"])
    def test_name_without_letters_or_digits_has_none(self, name):
        assert name_shape(name) is None

    def test_key_has_the_first_words(self):
        shape = name_shape("Cost per thousand impressions")
        assert shape is not None
        assert shape.key == " ".join(["cost", "per", "thousand"][:LONGEST])
        assert len(shape.words.words) == 4

    @pytest.mark.parametrize(
        ("name", "lead", "trail"),
        [
            ("C++", "", "++"),
            (".NET", ".", ""),
            ("8(a)", "", ")"),
            ("“Growth hacking”", "", ""),
            ("Who?", "", "?"),
        ],
    )
    def test_signs_at_the_ends_are_kept_and_quotes_are_not(self, name, lead, trail):
        shape = name_shape(name)
        assert shape is not None
        assert (shape.lead, shape.trail) == (lead, trail)

    @settings(deadline=None)
    @given(texts)
    def test_white_space_and_case_make_no_difference(self, name):
        shape, other = name_shape(name), name_shape(f"  {name}\n")
        assert (shape and shape.key) == (other and other.key)


class TestStandsAlone:
    @pytest.mark.parametrize(
        "text",
        [
            "prompt",
            "(prompt)",
            "“prompt”",
            "a prompt.",
            "prompt-based",
            "prompt/answer",
            "answer/prompt",
            "prompt, or",
            "prompt: this",
            "the —prompt",
            "prompt…",
            "l’prompt",
            "prompt's",
            "人prompt工",
        ],
    )
    def test_whole_word_does(self, text):
        start = text.index("prompt")
        assert stands_alone(text, start, start + len("prompt"))

    @pytest.mark.parametrize(
        "text",
        [
            "reprompt",
            "prompts",
            "re-prompt",
            "--prompt",
            "@prompt",
            "prompt@x",
            "#prompt",
            "prompt.md",
            "x.prompt",
            "prompt_id",
            "my_prompt",
            "/prompt",
            "//prompt",
            "prompt:8080",
            "prompt=1",
            "?q=prompt",
            "$prompt",
            "prompt#x",
            "a&prompt",
            "prompt+",
            "~prompt",
            "\\prompt",
            "%prompt",
        ],
    )
    def test_piece_of_something_else_does_not(self, text):
        start = text.index("prompt")
        assert not stands_alone(text, start, start + len("prompt"))

    @settings(deadline=None)
    @given(st.text(min_size=1), st.data())
    def test_any_span_can_be_asked_about(self, text, data):
        start = data.draw(st.integers(0, len(text) - 1))
        stands_alone(text, start, data.draw(st.integers(start + 1, len(text))))


class TestTime:
    @pytest.mark.parametrize(
        "text", ["a" * 200_000, "a-" * 100_000, "人" * 66_000, "l'" * 100_000, "'" * 200_000, " " * 200_000]
    )
    def test_odd_text_is_cut_in_bounded_time(self, text):
        started = time.process_time()
        worded(text)
        assert time.process_time() - started < 2
