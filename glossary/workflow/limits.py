"""How often somebody did something lately, counted in Django's cache.

Who it was stays a keyed hash, which only this installation can make and nobody can turn back. A cache that
fails counts nothing and refuses nobody. A cache in the database or in files may lose one of two counts that
come at the same moment; those in memory, Redis and Memcached lose none.
"""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext

from django.core.cache import cache, caches
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import Error
from django.utils.crypto import salted_hmac

from glossary.search.impatience import impatient

# What the libraries behind Django's caches raise, those of them that are in use.
_LIBRARIES = (
    ("redis.exceptions", "RedisError"),
    ("pymemcache.exceptions", "MemcacheError"),
    ("pylibmc", "Error"),
)


def times(what: str, who: str, seconds: int) -> int:
    """Return how often `who` has done `what` in the running stretch of `seconds`, this time included.

    Stretches are those of the clock, such as a whole minute. 0 stands for a cache that does not say.
    """
    key = _key(what, f"{int(time.time()) // seconds} {who}")
    try:
        with _promptly():
            return 1 if cache.add(key, 1, timeout=seconds) else cache.incr(key)
    except ValueError:
        # Another writer was in the way of the first count, or it was thrown out in between.
        return 0
    except _failures():
        return 0


def is_first(what: str, who: str, seconds: int) -> bool:
    """Tell whether `who` has not done `what` in the last `seconds`, and remember that it is done now."""
    try:
        with _promptly():
            return bool(cache.add(_key(what, who), 1, timeout=seconds))
    except _failures():
        return True


def forget(what: str, who: str) -> None:
    """Take back what `is_first` remembered: it was not done after all."""
    try:
        with _promptly():
            cache.delete(_key(what, who))
    except _failures():
        pass


def _key(what: str, who: str) -> str:
    hashed = salted_hmac(f"glossary.limits.{what}", who, algorithm="sha256").hexdigest()
    return f"glossary.limits.{hashed[:40]}"


def _promptly() -> AbstractContextManager[None]:
    """A cache in the database must not make a reader wait until somebody has written there."""
    return impatient() if isinstance(caches["default"], BaseDatabaseCache) else nullcontext()


def _failures() -> tuple[type[Exception], ...]:
    """Return the exceptions by which a cache says that it can't be reached."""
    there = ((sys.modules.get(module), name) for module, name in _LIBRARIES)
    return (OSError, Error, *(getattr(library, name) for library, name in there if library))
