#!/usr/bin/env bash
# Guesses of client secrets are throttled by client and address, each with an event, and a new
# secret or key in a provisioning file needs 16 characters.
. "$(dirname "$0")/lib.sh"
start
guesses() {  # guesses CURL_OPTIONS: the status codes of 20 guesses
  local i
  for i in $(seq 20); do status "${@//SECRET/guess$i}"; echo; done | sort | uniq -c | xargs
}
json='Content-Type: application/json'
check "OAuth" "10 401 10 429" "$(guesses -d grant_type=client_credentials -d client_id=powerful \
  -d client_secret=SECRET "$url/oauth2/token")"
check "WorkSpan" "10 40[01] 10 429" "$(guesses -H "$json" -d '{"grant_type":"client_credentials",
  "client_id":"loader","client_secret":"SECRET"}' "$url/oauth/token")"
check "introspection" "10 401 10 429" \
  "$(guesses -u plain:SECRET -d token=x "$url/oauth2/introspect")"
check "revocation" "10 401 10 429" "$(guesses -u refresher:SECRET -d token=x "$url/oauth2/revoke")"
token=(-d grant_type=client_credentials "$url/oauth2/token")
check "control: the right secret of another client" 200 \
  "$(status -u southern:5123456789abcdef0123456789abcdef "${token[@]}")"
check "control: the throttled client from another address" 200 "$(status --interface 127.0.0.9 \
  -u powerful:0123456789abcdef0123456789abcdef "${token[@]}")"
check "no guess in the log" 0 "$(grep -c guess "$folder/log")"
stop
refusals() {  # repeats share an event, which has their number
  sqlite3 "$database" "select sum(json_extract(data, '$.count')) from events where type = '$1'"
}
check "failures in events" 40 "$(refusals client.authentication_failed)"
check "throttled attempts in events" 40 "$(refusals client.throttled)"
sed 's/5123456789abcdef0123456789abcdef/12345678/' "$world" >"$folder/short-secret.toml"
sed 's/sk_test_1111111111111111111111111111/sk_12345678/' "$world" >"$folder/short-key.toml"
for file in short-secret short-key; do
  check "$file is refused" "*too short*" \
    "$("$program" apply --data "$folder/$file" "$folder/$file.toml" 2>&1)"
done
finish
