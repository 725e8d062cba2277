"""Reads variables of the environment. A value of the wrong kind ends the start with one sentence.

An empty value counts as none: that is how services write down what they leave to the default.
"""

from __future__ import annotations

import os
from ipaddress import ip_network
from typing import Any
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

from config.databases import POSTGRESQL, SQLITE

_FLAGS = {
    **dict.fromkeys(("1", "true", "yes", "on"), True),
    **dict.fromkeys(("0", "false", "no", "off"), False),
}


class Environment:
    """The variables of this process. Each method raises ImproperlyConfigured, naming the variable."""

    def text(self, name: str, default: str = "") -> str:
        """Return a variable as it is."""
        return os.environ.get(name) or default

    def flag(self, name: str, *, default: bool) -> bool:
        """Return a variable that is on or off."""
        value = self.text(name)
        if not value:
            return default
        try:
            return _FLAGS[value.strip().lower()]
        except KeyError:
            raise ImproperlyConfigured(f"{name} is {value!r}: it must be 1 or 0.") from None

    def number(self, name: str, *, default: int) -> int:
        """Return a variable that is a whole number, zero or more."""
        value = self.text(name).strip()
        if not value:
            return default
        if not (value.isascii() and value.isdecimal()):
            raise ImproperlyConfigured(f"{name} is {value!r}: it must be a whole number, such as {default}.")
        return int(value)

    def words(self, name: str) -> list[str]:
        """Return a variable that is a list separated by commas."""
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def networks(self, name: str) -> list[str]:
        """Return a variable that lists IP addresses and networks."""
        words = self.words(name)
        for word in words:
            try:
                ip_network(word)
            except ValueError as problem:
                raise ImproperlyConfigured(
                    f"{name} holds {word!r}: it must list IP addresses or networks, such as "
                    f"127.0.0.1,10.0.0.0/8 ({problem})."
                ) from None
        return words

    def time_zone(self, name: str, default: str) -> str:
        """Return a variable that names a time zone."""
        value = self.text(name, default)
        try:
            ZoneInfo(value)
        except (OSError, LookupError, ValueError):
            raise ImproperlyConfigured(
                f"{name} is {value!r}: it must name a time zone, such as Europe/Vienna."
            ) from None
        return value

    def database(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's settings for the database at the address that a variable holds."""
        settings = self._parsed(environ.Env.db_url_config, self.text(name, default))
        if settings.get("ENGINE") not in {SQLITE, POSTGRESQL}:
            # The value stays out of the sentence, which ends up in logs: it may hold a password.
            raise ImproperlyConfigured(
                f"{name} is not the address of a database: it must look like sqlite:////absolute/path or "
                "postgres://user:password@host:5432/name."
            )
        return settings

    def cache(self, name: str, default: str) -> dict[str, Any]:
        """Return Django's settings for the cache at the address that a variable holds."""
        settings = self._parsed(environ.Env.cache_url_config, self.text(name, default))
        if "BACKEND" not in settings:
            raise ImproperlyConfigured(
                f"{name} is not the address of a cache: it must look like locmemcache:// or dbcache://table."
            )
        return settings

    def _parsed(self, parse: Any, address: str) -> dict[str, Any]:
        """Return what `parse` makes of an address, or nothing where it can't."""
        try:
            settings: dict[str, Any] = parse(address)
        except (ValueError, LookupError, ImproperlyConfigured):
            return {}
        return settings
