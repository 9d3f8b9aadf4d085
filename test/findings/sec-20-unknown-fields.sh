#!/usr/bin/env bash
# An unknown member of a /v1 body is refused: passed over, it would allow more than was meant.
. "$(dirname "$0")/rights.bash"

answer=$(curl -s -w ' %{http_code}' -X POST -H "Authorization: Bearer $key" -H "$json" \
  -d '{"description":"for a day","expires_at":"2030-01-01T00:00:00Z"}' \
  "$url/v1/users/user_rita/api_key")
check 'a key that should expire' '*unknown_field*expires_at*400' "$answer"
id=$(application strong)
answer=$(curl -s -w ' %{http_code}' -X POST -H "Authorization: Bearer $key" -H "$json" \
  -d '{"overlap_second":0}' "$url/v1/applications/$id/secrets")
check 'a misspelt overlap' '*Did you mean*overlap_seconds*400' "$answer"
check 'a row without a body' 400 "$(by "$key" -X POST -H "$json" -d '{"soon":true}' \
  "$url/v1/users/user_rita/deactivate")"
check 'a question' 400 "$(by "$key" -X POST -H "$json" -d '{"token":"x","needs":["a"]}' \
  "$url/v1/verify")"
check 'the right name' 201 "$(by "$key" -X POST -H "$json" -d '{"overlap_seconds":0}' \
  "$url/v1/applications/$id/secrets")"
finish
