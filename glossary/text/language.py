"""Spelling of language codes."""


def usual_spelling(code: str) -> str:
    """Return a BCP 47 code with the letters that RFC 5646, section 2.1.1, recommends: pt-BR, zh-Hant.

    Case means nothing in a code, so this tells codes apart that differ and no others.
    """
    main, *others = code.lower().split("-")
    spelled = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part
        for part in others
    ]
    return "-".join([main, *spelled])
