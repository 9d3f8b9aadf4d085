#!/usr/bin/env bash
# While an organization is switched off, the right password is answered like a wrong one.
. "$(dirname "$0")/lib.sh"
start
admin='Authorization: Bearer sk_live_0000000000000000000000000000'
check "switched off" 200 \
  "$(status -X POST -H "$admin" "$url/v1/organizations/org_nord/disable")"
for path in /api/Account/Authenticate /auth/login; do
  for password in wrong Zitronen-Falter-77; do
    curl -s -i -d username=mira -d "password=$password" "$url$path" | tr -d '\r' |
      grep -viE '^(date|x-request-id):' | sed 's/[0-9a-f]\{8\}-[-0-9a-f]*/GUID/' \
      >"$folder/$password"
  done
  check "$path answers alike" "$(<"$folder/wrong")" "$(<"$folder/Zitronen-Falter-77")"
done
stop
check "each of the four is counted in an event" 4 "$(sqlite3 "$database" \
  "select sum(json_extract(data, '$.count')) from events where type = 'login.failed'")"
finish
