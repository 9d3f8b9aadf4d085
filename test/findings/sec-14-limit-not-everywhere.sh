#!/usr/bin/env bash
# A rate limit covers the token endpoints: client credentials, refreshes and logins.
. "$(dirname "$0")/lib.sh"
sed 's/^name = "Sued"/name = "Sued"\nrate_limit = "3\/3600s"/' "$world" >"$folder/world.toml"
world=$folder/world.toml
start
json='Content-Type: application/json'
several() {  # several COUNT CURL_OPTIONS
  local i
  for i in $(seq "$1"); do status "${@:2}"; printf ' '; done
}
limited='{"grant_type":"client_credentials","client_id":"limited",
  "client_secret":"4123456789abcdef0123456789abcdef"}'
check "WorkSpan, limit 2" "200 200 429 429 " \
  "$(several 4 -H "$json" -d "$limited" "$url/oauth/token")"
check "OAuth has the same bucket" "429 " "$(several 1 -d grant_type=client_credentials \
  -u limited:4123456789abcdef0123456789abcdef "$url/oauth2/token")"
pol=(--data-urlencode 'password=pol password long' -d username=pol)
pair=$(curl -s "${pol[@]}" "$url/auth/login")
check "a login counts against the organization" '*"success":true*' "$pair"
check "so does a refresh" "200 " "$(several 1 \
  -d refresh_token="$(jq -r .refreshToken <<<"$pair")" "$url/auth/refresh")"
check "and a WorkMobile login, until the limit" "200 429 " \
  "$(several 2 "${pol[@]}" "$url/api/Account/Authenticate")"
check "and TeleTracker" "429 " "$(several 1 "${pol[@]}" "$url/auth/login")"
check "control: another organization" "200 200 200 200 " \
  "$(several 4 -d username=mira -d password=Zitronen-Falter-77 "$url/auth/login")"
stop
finish
