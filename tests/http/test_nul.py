"""A NUL in an address is refused before anything asks the database about it."""

import pytest

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/glossary/a%00b/",
    "/glossary/?letter=%00",
    "/glossary/?tag=a%00",
    "/tags/%00/",
    "/admin/glossary/term/?q=%00",
    "/admin/glossary/term/complete/tags/?q=%00",
    "/%00",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_with_a_nul_is_a_bad_request(admin_client, address):
    assert admin_client.get(address).status_code == 400
