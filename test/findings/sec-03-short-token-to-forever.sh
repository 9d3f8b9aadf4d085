#!/usr/bin/env bash
# A token made for one purpose makes no key and sets no password; a key does neither for its own
# user; the present password is asked for; a guest organization does not lead to the home account.
. "$(dirname "$0")/rights.bash"

client_token() {
  curl -s -H "Authorization: Bearer $key" -H "$json" \
    -d "{\"organization_id\":\"$1\",\"user_id\":\"user_rita\"}" "$url/client/token" | jq -r .token
}
home=$(client_token org_north)
guest=$(client_token org_south)
first='rita reads the forms'
change="{\"password\":\"a second password\",\"current_password\":\"$first\"}"
for token in "$home" "$guest"; do
  check 'whoami by a client token' 200 "$(by "$token" "$url/v1/whoami")"
  check 'a key by a client token' 401 "$(by "$token" -X POST "$url/v1/users/user_rita/api_key")"
  check 'a password by a client token' 401 \
    "$(by "$token" -X PUT -H "$json" -d "$change" "$url/v1/users/user_rita/password")"
done
south=$(curl -s -H "$json" -d "{\"username\":\"rita\",\"password\":\"$first\",\"account_id\":42}" \
  "$url/auth/login" | jq -r .token)
check 'signed in at the guest organization' 200 "$(by "$south" "$url/v1/whoami")"
check 'a key from there' 404 "$(by "$south" -X POST "$url/v1/users/user_rita/api_key")"
check 'a password from there' 404 \
  "$(by "$south" -X PUT -H "$json" -d "$change" "$url/v1/users/user_rita/password")"
guid='X-Api-Key: 4a1c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44'
check 'a key makes no key' 403 "$(status -X POST -H "$guid" "$url/v1/users/user_rita/api_key")"
check 'a key sets no password' 403 \
  "$(status -X PUT -H "$guid" -H "$json" -d "$change" "$url/v1/users/user_rita/password")"
rita=$(sign_in rita "$first")
check 'without the present password' 400 "$(by "$rita" -X PUT -H "$json" \
  -d '{"password":"a second password"}' "$url/v1/users/user_rita/password")"
check 'with a wrong one' 403 "$(by "$rita" -X PUT -H "$json" \
  -d '{"password":"a second password","current_password":"wrong"}' \
  "$url/v1/users/user_rita/password")"
check 'a session makes a key' 201 "$(by "$rita" -X POST "$url/v1/users/user_rita/api_key")"
check 'with the present password' 200 \
  "$(by "$rita" -X PUT -H "$json" -d "$change" "$url/v1/users/user_rita/password")"
finish
