"""What tests of the measurements share with those of the page store."""

from tests.http.conftest import own_pages, transactional_db

__all__ = ["own_pages", "transactional_db"]
