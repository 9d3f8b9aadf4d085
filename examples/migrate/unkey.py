#!/usr/bin/env python3
"""Moves API keys by their digests from an export of Unkey, so that they keep their values.

usage: unkey.py FILE URL > keys.toml

FILE has one JSON object a line, or one list of them: rows of Unkey's table of keys, or items of a
request of its migration API. It must have `hash`: the base64 of the SHA-256 of the key, or
{"value", "variant"} with the variant sha256_base64 or sha256_hex. `externalId` (or `owner_id`) is
the external id of the organization, which is created if there is none. Times are in milliseconds,
or texts in UTC as in a dump of the database, such as "2026-01-01 00:00:00.000".

BEARWARD_KEY is an API key of the environment at URL. The output is a provisioning file for
`bearward apply`; it has no secret. Keys that are deleted, disabled or expired are left out. The
exit status is 1 if a key could not be moved; its record is then named by its number in the file.
"""

import base64
import datetime
import json
import os
import sys
import time
import urllib.error
import urllib.parse
import urllib.request


def ask(url, method, path, body=None):
    """One request to Bearward: the parsed answer, or None for 404."""
    request = urllib.request.Request(
        url + path, method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {os.environ['BEARWARD_KEY']}",
                 "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        raise ValueError(f"{method} {path}: {error.code}") from error


class Organizations:
    """The organizations by their external ids; a missing one is created."""

    def __init__(self, url):
        self.url = url
        self.known = {}

    def find(self, external):
        """The id of an organization."""
        if external not in self.known:
            place = "/organizations/external_id/" + urllib.parse.quote(external, safe="")
            found = ask(self.url, "GET", place)
            if found is None:
                body = {"name": external, "external_id": external}
                found = ask(self.url, "POST", "/organizations", body)
            self.known[external] = found["id"]
        return self.known[external]


def digest_of(record):
    """The digest of a key in base64."""
    value = record["hash"]
    variant = "sha256_base64"
    if isinstance(value, dict):
        value, variant = value["value"], value["variant"]
    if variant == "sha256_base64":
        raw = base64.b64decode(value, validate=True)
    elif variant == "sha256_hex":
        raw = bytes.fromhex(value)
    else:
        raise ValueError(f"digests of the kind {variant} cannot be moved")
    if len(raw) != 32:
        raise ValueError("the digest does not have 32 bytes")
    return base64.b64encode(raw).decode()


def millis_of(value):
    """A time in milliseconds, from a number or from the text of a column in UTC; None if absent."""
    if not value:
        return None
    if not isinstance(value, str):
        return value
    moment = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.timezone.utc)
    return moment.timestamp() * 1000


def is_live(record, now):
    """Whether a key is neither deleted nor disabled nor expired (in milliseconds)."""
    deleted = any(record.get(name) for name in ("deletedAt", "deleted_at", "deleted_at_m"))
    enabled = record.get("enabled", True) not in (False, 0)
    return not deleted and enabled and (millis_of(record.get("expires")) or now + 1) > now


def entry_of(record, organizations):
    """The entry of a provisioning file."""
    external = record.get("externalId") or record.get("ownerId") or record.get("owner_id")
    if not external:
        raise ValueError("it has no externalId")
    digest = digest_of(record)

    def text(value):
        # A string or list of JSON is one of TOML, apart from pairs of surrogates.
        return json.dumps(value, ensure_ascii=False)

    lines = ["[[api_keys]]", f"organization = {text(organizations.find(external))}",
             f"value_sha256 = {text(digest)}"]
    if record.get("name"):
        lines.append(f"description = {text(record['name'])}")
    if record.get("permissions"):
        lines.append(f"permissions = {text(record['permissions'])}")
    expires = millis_of(record.get("expires"))
    if expires:
        when = time.gmtime(expires / 1000)
        lines.append(f"expires_at = {text(time.strftime('%Y-%m-%dT%H:%M:%SZ', when))}")
    return "\n".join(lines) + "\n"


def records_of(text):
    """The records of an export: a JSON list, or one object a line."""
    if text.lstrip().startswith("["):
        return json.loads(text)
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def main(arguments):
    """Runs the program; returns its exit status."""
    if len(arguments) != 2 or "BEARWARD_KEY" not in os.environ:
        print(__doc__, file=sys.stderr)
        return 2
    with open(arguments[0], encoding="utf-8") as export:
        records = records_of(export.read())
    organizations = Organizations(arguments[1].rstrip("/"))
    now = time.time() * 1000
    moved = left = failed = 0
    for number, record in enumerate(records, 1):
        try:
            if not is_live(record, now):
                left += 1
                continue
            print(entry_of(record, organizations))
            moved += 1
        except urllib.error.URLError as error:
            failed += 1
            print(f"the move has ended early: {error}", file=sys.stderr)
            break
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            failed += 1
            print(f"key {number} is not moved: {error}", file=sys.stderr)
    print(f"{moved} moved, {left} left out, {failed} failed", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
