#!/usr/bin/env bash
# A policy guards an API for every tenant: a role of one tenant neither reads nor changes it.
. "$(dirname "$0")/rights.bash"

otto=$(sign_in otto 'otto is chief in South')
check 'otto holds the permission' '*policies:manage*' \
  "$(curl -s -H "Authorization: Bearer $otto" "$url/v1/whoami")"
check 'make' 403 "$(by "$otto" -X POST -H "$json" -d '{"name":"open","permissions":[]}' \
  "$url/v1/policies")"
check 'rewrite' 403 "$(by "$otto" -X PUT -H "$json" -d '{"permissions":[]}' \
  "$url/v1/policies/forms")"
check 'delete' 403 "$(by "$otto" -X DELETE "$url/v1/policies/forms")"
check 'read' 403 "$(by "$otto" "$url/v1/policies")"
check 'the environment rewrites' 200 "$(by "$key" -X PUT -H "$json" \
  -d '{"permissions":["forms:read"]}' "$url/v1/policies/forms")"
check 'the environment makes' 201 "$(by "$key" -X POST -H "$json" \
  -d '{"name":"open","permissions":[]}' "$url/v1/policies")"
finish
