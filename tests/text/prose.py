"""Texts that a rule about names is tried on: arbitrary ones, and ones full of names and their near misses."""

from hypothesis import strategies as st

_PIECES = """
    AI ai AIs model models model's Model of house houses front agencies agency criteria criterion C c ++ #
    .NET node .js IT it its 404 (a) 8 <T> é é ß 人 工 智能 モデル ｶﾞ ー ・ ذہانت مصنوعی l' ’s ' s
    es 's y ies S men
    - – / & _ @ :// www. \u00ad ₂ ¹ , .
"""
_SPACES = (" ", " ", " ", " ", " — ", ". ", "\n", "\n\n", "\f")

_pieces = st.sampled_from((*_PIECES.split(), *_SPACES))
texts = st.text() | st.lists(_pieces, max_size=30).map("".join)
names = st.text(max_size=20) | st.lists(_pieces, max_size=8).map("".join)
