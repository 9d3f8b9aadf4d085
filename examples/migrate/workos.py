#!/usr/bin/env python3
"""Copies roles, organizations, users and memberships from WorkOS to Bearward, by their APIs.

usage: workos.py URL [SOURCE]

URL is that of Bearward, SOURCE that of WorkOS' API (https://api.workos.com). WORKOS_KEY is an API
key of the source, BEARWARD_KEY one of the environment at URL. The ids of WorkOS become external ids
where the source has none of its own, so the program may run again: what exists is left as it is.
Passwords, sign-ins and API keys cannot be read from WorkOS and do not move. The exit status is 1 if
something could not be copied; it is then named by its id.
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request


EVERY_STATUS = "active,inactive,pending"


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status, text):
        super().__init__(f"{status} {text}")
        self.status = status


class Api:
    """One server with WorkOS' API."""

    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.key = key

    def ask(self, method, path, body=None):
        """One request; returns the parsed answer, raises Refused for an error."""
        request = urllib.request.Request(
            self.url + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as answer:
                return json.loads(answer.read() or "{}")
        except urllib.error.HTTPError as error:
            answer = json.loads(error.read() or "{}")
            codes = [one.get("code") for one in answer.get("errors", []) if isinstance(one, dict)]
            text = ", ".join(filter(None, codes)) or answer.get("code") or answer.get("message")
            raise Refused(error.code, text) from error

    def find(self, path):
        """A row, or None if there is none."""
        try:
            return self.ask("GET", path)
        except Refused as refused:
            if refused.status != 404:
                raise
            return None

    def rows(self, path, **query):
        """All rows of a list, page by page."""
        query["limit"] = 100
        while True:
            page = self.ask("GET", f"{path}?{urllib.parse.urlencode(query)}")
            yield from page["data"]
            after = (page.get("list_metadata") or {}).get("after")
            if not after:
                return
            query["after"] = after


def given(row, *names):
    """The members of a row that have a value."""
    return {name: row[name] for name in names if row.get(name) not in (None, "", {})}


class Copy:
    """One run: what was copied, and the ids in Bearward by those of the source."""

    def __init__(self, source, target):
        self.source = source
        self.target = target
        self.ids = {}
        self.refused_roles = set()
        self.counts = {}
        self.failed = 0

    def note(self, kind, outcome):
        """Counts a row as new or kept."""
        key = (kind, outcome)
        self.counts[key] = self.counts.get(key, 0) + 1

    def each(self, kind, rows, copy):
        """Copies rows; a refused one is reported, and the others go on."""
        for row in rows:
            try:
                self.note(kind, copy(row))
            except (Refused, KeyError) as problem:
                self.failed += 1
                print(f"{kind} {row.get('id')} is not copied: {problem}", file=sys.stderr)

    def permission(self, row):
        """A permission, by its slug."""
        place = f"/authorization/permissions/{urllib.parse.quote(row['slug'], safe='')}"
        if row.get("system") or self.target.find(place):
            return "kept"
        self.target.ask("POST", "/authorization/permissions",
                        given(row, "slug", "name", "description"))
        return "new"

    def role(self, row):
        """A role of the environment, by its slug, with its permissions.

        An existing role with other permissions, such as a built-in one, is refused: its holders
        would have rights that they do not have in the source.
        """
        slug = row["slug"]
        permissions = row.get("permissions") or []
        place = f"/authorization/roles/{urllib.parse.quote(slug, safe='')}"
        self.refused_roles.add(slug)
        found = self.target.find(place)
        if found is None:
            self.target.ask("POST", "/authorization/roles",
                            given(row, "slug", "name", "description"))
            self.target.ask("PUT", place + "/permissions", {"permissions": permissions})
        elif set(found["permissions"]) != set(permissions):
            raise Refused(409, f"the role {slug} exists with other permissions")
        self.refused_roles.remove(slug)
        return "kept" if found else "new"

    def by_external_id(self, path, row, body):
        """A row that is known by its external id; the id of the source if it has none."""
        external = row.get("external_id") or row["id"]
        found = self.target.find(f"{path}/external_id/{urllib.parse.quote(external, safe='')}")
        outcome = "kept" if found else "new"
        found = found or self.target.ask("POST", path, {**body, "external_id": external})
        self.ids[row["id"]] = found["id"]
        return outcome

    def organization(self, row):
        """An organization with its domains."""
        body = given(row, "name", "metadata")
        domains = [{"domain": one["domain"], "state": one.get("state", "pending")}
                   for one in row.get("domains") or []]
        return self.by_external_id("/organizations", row, {**body, "domain_data": domains})

    def user(self, row):
        """A user without its password."""
        body = given(row, "email", "first_name", "last_name", "email_verified", "metadata")
        return self.by_external_id("/user_management/users", row, body)

    def membership(self, row):
        """A membership of a copied user in a copied organization."""
        place = {"user_id": self.ids[row["user_id"]],
                 "organization_id": self.ids[row["organization_id"]]}
        path = "/user_management/organization_memberships"
        if any(self.target.rows(path, statuses=EVERY_STATUS, **place)):
            return "kept"
        roles = [role["slug"] for role in row.get("roles") or [row.get("role") or {}] if role]
        refused = sorted(self.refused_roles.intersection(roles))
        if refused:
            raise Refused(409, f"its role {refused[0]} is not copied")
        made = self.target.ask("POST", path, {**place, **({"role_slugs": roles} if roles else {})})
        if row.get("status") == "inactive":
            self.target.ask("PUT", f"{path}/{made['id']}/deactivate")
        return "new"

    def run(self):
        """Copies everything in the order in which rows refer to each other."""
        source = self.source
        self.each("permission", source.rows("/authorization/permissions"), self.permission)
        self.each("role", source.ask("GET", "/authorization/roles")["data"], self.role)
        organizations = list(source.rows("/organizations"))
        self.each("organization", organizations, self.organization)
        self.each("user", source.rows("/user_management/users"), self.user)
        for row in organizations:
            if row["id"] not in self.ids:
                continue
            memberships = source.rows("/user_management/organization_memberships",
                                      organization_id=row["id"], statuses="active,inactive")
            self.each("membership", memberships, self.membership)


def main(arguments):
    """Runs the program; returns its exit status."""
    if not 1 <= len(arguments) <= 2 or not {"WORKOS_KEY", "BEARWARD_KEY"} <= set(os.environ):
        print(__doc__, file=sys.stderr)
        return 2
    source = arguments[1] if len(arguments) == 2 else "https://api.workos.com"
    copy = Copy(Api(source, os.environ["WORKOS_KEY"]),
                Api(arguments[0], os.environ["BEARWARD_KEY"]))
    try:
        copy.run()
    except (Refused, urllib.error.URLError) as problem:
        print(f"the copy has ended early: {problem}", file=sys.stderr)
        copy.failed += 1
    for (kind, outcome), count in sorted(copy.counts.items()):
        print(f"{kind}: {count} {outcome}")
    return 1 if copy.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
