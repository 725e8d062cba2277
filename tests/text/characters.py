"""The characters that a rule about every character is tried on."""

import unicodedata

# The first two planes and the selectors. Beyond are only more Han characters, which behave like these; of
# the thousands of Han and Hangul characters here every sixteenth will do.
ASSIGNED = [
    character
    for code in (*range(0x20000), *range(0xE0000, 0xE01F0))
    if unicodedata.category(character := chr(code)) not in ("Cn", "Co", "Cs")
    and (
        code % 16 == 0
        or not (0x3400 <= code < 0xA000 or 0xAC00 <= code < 0xD7A4 or 0x17000 <= code < 0x19000)
    )
]
