"""Parts of addresses."""

from django.urls.converters import StringConverter


class LanguageConverter(StringConverter):
    """A code of a language, as far as its form tells (BCP 47): `de`, `pt-BR`, `az-Arab`."""

    regex = "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
