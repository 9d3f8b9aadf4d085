"""WorkOS' Python SDK against a server: one line `ok ...` or `not ok ...` for each check."""

import os
import sys

import workos
from workos.user_management._resource import PasswordPlaintext

URL, KEY, CLIENT = (os.environ[name] for name in ("SDK_URL", "SDK_KEY", "SDK_CLIENT_ID"))
PASSWORD = "a Fine tram to Zanzibar 71"


def client(key):
    return workos.WorkOSClient(api_key=key, client_id=CLIENT, base_url=URL)


def check(name, holds):
    print(f"{'ok' if holds else 'not ok'} python: {name}", flush=True)


def raises(kind, call):
    try:
        call()
    except kind:
        return True
    return False


def organizations(sdk):
    made = sdk.organizations.create_organization(name="Python", metadata={"tier": "gold"})
    check("create", made.name == "Python" and made.metadata == {"tier": "gold"})
    other = sdk.organizations.create_organization(name="Python 2")
    pages = sdk.organizations.list_organizations(limit=1)
    listed = [one.id for one in pages.auto_paging_iter()]
    check("list", pages.has_more() and made.id in listed and other.id in listed)
    check("read", sdk.organizations.get_organization(made.id).id == made.id)
    changed = sdk.organizations.update_organization(made.id, external_id="python")
    found = sdk.organizations.get_organization_by_external_id("python")
    check("update", changed.external_id == "python" and found.id == made.id)
    sdk.organizations.delete_organization(other.id)
    read = lambda: sdk.organizations.get_organization(other.id)  # noqa: E731
    check("delete", raises(workos.NotFoundError, read))
    return made


def sign_in(sdk, organization):
    users = sdk.user_management
    made = users.create_user(email="py@sdk.example", password=PasswordPlaintext(PASSWORD))
    check("create a user", made.email == "py@sdk.example" and not made.email_verified)
    sdk.organization_membership.create_organization_membership(
        user_id=made.id, organization_id=organization.id
    )
    signed_in = users.authenticate_with_password(email=made.email, password=PASSWORD)
    check("sign-in", signed_in.organization_id == organization.id)
    again = users.authenticate_with_refresh_token(refresh_token=signed_in.refresh_token)
    check("refresh", again.access_token != signed_in.access_token)
    wrong = lambda: users.authenticate_with_password(email=made.email, password="x")  # noqa: E731
    check("wrong password", raises(workos.BadRequestError, wrong))
    token = sdk.client_api.create_token(organization_id=organization.id, user_id=made.id)
    check("create_token", token.token.count(".") == 2)


def main():
    sdk = client(KEY)
    sign_in(sdk, organizations(sdk))
    stranger = client("sk_test_unknown_unknown_unknown_unknown").organizations
    check("wrong key", raises(workos.AuthenticationError, stranger.list_organizations))


if __name__ == "__main__":
    sys.exit(main())
