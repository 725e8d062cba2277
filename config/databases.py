"""What each database engine needs beyond its address."""

from typing import Any

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"

# WAL lets readers go on while somebody writes. NORMAL is as safe in WAL mode, but for the last
# transaction before a power cut.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)
_SQLITE_LOCK_TIMEOUT_SECONDS = 20

# The server runs a few threads in each worker; each holds at most one connection while it answers.
# A reader waits three seconds for one, then is told to come back. A connection that fails is not tried for
# minutes in the background, with longer and longer pauses; the next reader asks for a new one instead.
_WAIT_SECONDS = 3
_POOL = {"min_size": 1, "max_size": 10, "timeout": _WAIT_SECONDS, "reconnect_timeout": _WAIT_SECONDS}


def with_engine_options(database: dict[str, Any], *, serving: bool) -> dict[str, Any]:
    """Return Django's settings for one database, complete with what its engine needs.

    `database` is what an address was parsed into. `serving` is true for a long-lived server, which
    keeps its connections: on PostgreSQL in a pool, because threads of the server end when idle and would take
    connections of their own with them; on SQLite one for each thread, since opening costs little.

    Options named in the address win over the ones here.
    """
    options: dict[str, Any] = {}
    if database["ENGINE"] == SQLITE:
        options = {
            # A transaction that starts by reading and then writes fails at once with "database is locked"
            # when another writer came between; one that asks for the lock first waits for its turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": _SQLITE_LOCK_TIMEOUT_SECONDS,
            "init_command": "; ".join(_SQLITE_PRAGMAS),
        }
        database["CONN_MAX_AGE"] = None if serving else 0
    elif database["ENGINE"] == POSTGRESQL and serving:
        options = {"pool": dict(_POOL), "connect_timeout": _WAIT_SECONDS}
        # Asks a connection whether it still lives before lending it: a database restart is no reader's error.
        database["CONN_HEALTH_CHECKS"] = True
    database["OPTIONS"] = options | database.get("OPTIONS", {})
    return database
