#!/usr/bin/env bash
# tour: a walk through all four dialects with curl, against a server that has examples/demo.toml.
#   ./dev run --apply examples/demo.toml      # in one terminal
#   examples/tour.sh [http://127.0.0.1:8080]  # in another
# Prints each exchange and stops at the first answer that is not the expected one.
set -euo pipefail

base=${1:-http://127.0.0.1:8080}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

title() { printf '\n=== %s\n' "$*"; }

# call <expected status> <curl arguments>... prints the exchange; the body stays in $body.
call() {
  local expected=$1 status
  shift
  printf '\n$ curl'
  printf ' %q' "$@"
  printf '\n'
  status=$(curl --silent --show-error --output "$answer" --write-out '%{http_code}' "$@")
  body=$(cat "$answer")
  printf '%s %s\n' "$status" "$body"
  [[ $status == "$expected" ]] || {
    printf 'tour: expected %s\n' "$expected" >&2
    exit 1
  }
}

# field <name> prints the first member of that name in the last JSON answer, which is a text without
# escapes. curl is all that the tour needs.
field() {
  [[ $body =~ \"$1\":[[:space:]]*\"([^\"]*)\" ]] || {
    printf 'tour: the answer has no text "%s"\n' "$1" >&2
    exit 1
  }
  printf '%s\n' "${BASH_REMATCH[1]}"
}

json='Content-Type: application/json'

title "WorkMobile: a password buys a JWT for 24 hours"
call 200 "$base/api"
call 200 -d 'username=ann' --data-urlencode 'password=correct horse battery staple' \
  "$base/api/Account/Authenticate"
jwt=$body
call 200 -H "Authorization: Bearer $jwt" "$base/api/account"
call 200 -H "Authorization: Bearer $jwt" "$base/api/Forms"
call 200 -H "Authorization: Bearer $jwt" "$base/api/Forms/194955"
call 200 -H 'X-Api-Key: 3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44' "$base/webapi2/api/forms"
call 401 "$base/api/Forms"

title "TeleTracker: an opaque bearer for an hour, and a refresh token that rotates"
call 200 -H "$json" -d '{"username":"ann","password":"correct horse battery staple"}' \
  "$base/auth/login"
bearer=$(field token)
refresh=$(field refreshToken)
call 200 -H "Authentication: Bearer $bearer" "$base/v1/whoami"
call 200 -d "refresh_token=$refresh" "$base/auth/refresh"
call 401 -H "Authorization: Bearer $bearer" "$base/v1/whoami"
# If the response was lost: the same spent token returns the same pair again, for ten seconds.
call 200 -d "refresh_token=$refresh" "$base/auth/refresh"
bearer=$(field token)
call 200 -H "Authorization: Bearer $bearer" -d 'account_id=29' "$base/auth/masquerade"
bearer=$(field token)
call 200 -H "Authorization: Bearer $bearer" "$base/v1/whoami"
call 200 -H "Authorization: Bearer $bearer" -X POST "$base/auth/logout"
call 401 -H "Authorization: Bearer $bearer" "$base/v1/whoami"
call 200 -u 'ann:correct horse battery staple' "$base/v1/whoami?account_id=29"

title "WorkSpan: an application of one environment, and the objects of its company"
call 200 -H "$json" -d '{"grant_type":"client_credentials","client_id":"WS-ApplicationUser_link",
  "client_secret":"fedcba9876543210fedcba9876543210"}' "$base/oauth/token"
token=$(field access_token)
object="$base/app/v1/object/WS-Project_deal"
call 200 -H "Authorization: Bearer $token" -H "$json" -X PATCH -d '{"external_id":"CRM-1"}' \
  "$object/external_id"
call 200 -H "Authorization: Bearer $token" "$object/external_id"
call 404 -H "Authorization: Bearer $token" "$base/app/v1/object/WS-Project_private/external_id"
call 401 -H "Authorization: Bearer $token" -H 'x-ws-env: demo.workspan.com' "$object/external_id"
call 200 -H "Authorization: Bearer $token" -X DELETE "$base/oauth/token"
call 403 -H "Authorization: Bearer $token" -X DELETE "$base/oauth/token"
call 401 -H "Authorization: Bearer $token" "$object/external_id"

title "WorkOS: a secret key buys a short token for a user in an organization"
member='{"organization_id":"org_01EHZNVPK3SFK441A1RGBFSHRT",
  "user_id":"user_01E4ZCR3C56J083X43JQXF3JK5"}'
call 201 -H 'Authorization: Bearer sk_test_0000000000000000000000000000' -H "$json" \
  -d "$member" "$base/client/token"
token=$(field token)
call 200 -H "Authorization: Bearer $token" "$base/v1/whoami"
session=$(field session_id)
client=$(field client_id)
call 200 "$base/sso/jwks/$client"
call 404 -H 'Authorization: Bearer sk_test_1111111111111111111111111111' -H "$json" \
  -d "$member" "$base/client/token"

title "An API that received the token introspects it"
key='Authorization: Bearer sk_test_0000000000000000000000000000'
call 200 -H "$key" -H "$json" -d "{\"token\":\"$token\",\"need\":[\"forms:read\"]}" \
  "$base/v1/verify"
call 200 -H "$key" -H "$json" -d "{\"token\":\"$token\",\"need\":[\"users:manage\"]}" \
  "$base/v1/verify"

title "Revocation works on the next request, for JWTs too"
call 200 -H "$key" -X POST "$base/v1/sessions/$session/revoke"
call 401 -H "Authorization: Bearer $token" "$base/v1/whoami"
call 200 -H "$key" -H "$json" -d "{\"token\":\"$token\"}" "$base/v1/verify"

printf '\nThe tour is complete.\n'
