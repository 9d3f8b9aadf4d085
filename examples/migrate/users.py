#!/usr/bin/env python3
"""Moves users with their password hashes from an export of another product.

usage: users.py keycloak|auth0 FILE URL

keycloak  a realm export with users (`kc.sh export --users realm_file`)
auth0     the newline-delimited JSON of an export with password hashes

BEARWARD_KEY is an API key of the environment at URL. Users that exist already are left as they are,
so that the program may be run again. Users sign in with the password that they have. The exit
status is 1 if a user could not be moved; its record is then named by its number in the file.
"""

import json
import os
import sys
import urllib.error
import urllib.request


def first(values, otherwise=None):
    """The first of Keycloak's list of one value."""
    return (values or [otherwise])[0]


def keycloak_hash(credential):
    """The hash in PHC form, as (hash, type)."""
    secret = json.loads(credential["secretData"])
    facts = json.loads(credential["credentialData"])
    algorithm, rounds = facts["algorithm"], facts["hashIterations"]
    if algorithm.startswith("pbkdf2"):
        name = "pbkdf2-sha1" if algorithm == "pbkdf2" else algorithm
        return f"${name}$i={rounds}${secret['salt']}${secret['value']}", "pbkdf2"
    if algorithm == "argon2":
        more = facts.get("additionalParameters", {})
        kind = first(more.get("type"), "id")
        memory, lanes = first(more.get("memory"), "7168"), first(more.get("parallelism"), "1")
        version = 16 if first(more.get("version"), "1.3") == "1.0" else 19
        salt, value = secret["salt"].rstrip("="), secret["value"].rstrip("=")
        return f"$argon2{kind}$v={version}$m={memory},t={rounds},p={lanes}${salt}${value}", "argon2"
    raise ValueError(f"the algorithm {algorithm} is not known")


def keycloak_body(user):
    """A user of a realm as the body of POST /user_management/users."""
    body = {"email": user.get("email"), "first_name": user.get("firstName"),
            "last_name": user.get("lastName"), "external_id": user.get("id"),
            "email_verified": user.get("emailVerified", False)}
    for credential in user.get("credentials", []):
        if credential.get("type") == "password":
            body["password_hash"], body["password_hash_type"] = keycloak_hash(credential)
    return body


def auth0_body(user):
    """A user of an Auth0 export as the body of POST /user_management/users."""
    body = {"email": user.get("email"), "first_name": user.get("given_name"),
            "last_name": user.get("family_name"), "external_id": user.get("user_id"),
            "email_verified": user.get("email_verified", False)}
    if user.get("passwordHash"):
        body["password_hash"], body["password_hash_type"] = user["passwordHash"], "bcrypt"
    return body


def is_person(user):
    """Whether a user of a realm is enabled and not the account of a client."""
    return user.get("enabled", True) and not user.get("serviceAccountClientId")


# READERS: for each product, the users of an export and how to make a body of one.
READERS = {
    "keycloak": lambda text: [(user, keycloak_body) for user in json.loads(text).get("users", [])
                              if is_person(user)],
    "auth0": lambda text: [(json.loads(line), auth0_body)
                           for line in text.splitlines() if line.strip()],
}


def create(url, key, body):
    """Creates a user. Returns "moved", "kept" for one that exists, or what is wrong."""
    given = {name: value for name, value in body.items() if value is not None}
    request = urllib.request.Request(
        f"{url}/user_management/users", method="POST", data=json.dumps(given).encode(),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request):
            return "moved"
    except urllib.error.HTTPError as error:
        answer = json.loads(error.read() or "{}")
        codes = [one.get("code") for one in answer.get("errors", [])]
        if "email_not_available" in codes:
            return "kept"
        return f"{error.code} {', '.join(filter(None, codes)) or answer.get('code')}"


def main(arguments):
    """Runs the program; returns its exit status."""
    if len(arguments) != 3 or arguments[0] not in READERS or "BEARWARD_KEY" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    source, file, url = arguments
    with open(file, encoding="utf-8") as export:
        users = READERS[source](export.read())
    counts = {"moved": 0, "kept": 0}
    failed = 0
    for number, (user, body_of) in enumerate(users, 1):
        try:
            outcome = create(url.rstrip("/"), os.environ["BEARWARD_KEY"], body_of(user))
        except (KeyError, ValueError) as error:
            outcome = f"the record cannot be read: {error}"
        if outcome in counts:
            counts[outcome] += 1
            continue
        failed += 1
        print(f"user {number} is not moved: {outcome}", file=sys.stderr)
    print(f"{counts['moved']} moved, {counts['kept']} kept, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
