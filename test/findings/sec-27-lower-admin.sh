#!/usr/bin/env bash
# A lower administrator does nothing to a higher one: no key, no password, no limit, no revocation,
# no switch, no end of a session.
. "$(dirname "$0")/rights.bash"

paul=$(sign_in paul 'paul keeps the people')
chloe=$(sign_in chloe 'chloe is the chief')
made=$(curl -s -X POST -H "Authorization: Bearer $key" "$url/v1/users/user_chloe/api_key")
id=$(jq -r .id <<<"$made")
session=$(curl -s -H "Authorization: Bearer $chloe" "$url/v1/whoami" | jq -r .session_id)
check 'a key' 403 "$(by "$paul" -X POST "$url/v1/users/user_chloe/api_key")"
check 'a password' 403 "$(by "$paul" -X PUT -H "$json" -d '{"password":"taken by paul"}' \
  "$url/v1/users/user_chloe/password")"
check 'a limit' 403 "$(by "$paul" -X PATCH -H "$json" -d '{"rate_limit":"1/3600s"}' \
  "$url/v1/api_keys/$id")"
check 'a revocation' 403 "$(by "$paul" -X POST "$url/v1/api_keys/$id/revoke")"
check 'a switch' 403 "$(by "$paul" -X POST "$url/v1/users/user_chloe/deactivate")"
check 'a session' 403 "$(by "$paul" -X POST "$url/v1/sessions/$session/revoke")"
by "$key" -X POST "$url/v1/users/user_sven/deactivate" >>"$folder/log"
check 'a user whom the environment deactivated' 403 \
  "$(by "$paul" -X POST "$url/v1/users/user_sven/activate")"
check 'the key of the higher one works' 200 \
  "$(status -H "X-Api-Key: $(jq -r .value <<<"$made")" "$url/v1/whoami")"
check 'the higher one deactivates the lower one' 200 \
  "$(by "$chloe" -X POST "$url/v1/users/user_paul/deactivate")"
finish
