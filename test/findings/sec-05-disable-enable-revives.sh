#!/usr/bin/env bash
# Disabling a subject and enabling it again makes no earlier token valid.
. "$(dirname "$0")/rights.bash"

plain=$(curl -s -u strong:00112233445566778899aabbccddeef0 -d grant_type=client_credentials \
  "$url/oauth2/token" | jq -r .access_token)
pair=$(curl -s -u references:00112233445566778899aabbccddeef3 -d grant_type=client_credentials \
  "$url/oauth2/token")
reference=$(jq -r .access_token <<<"$pair")
refresh=$(jq -r .refresh_token <<<"$pair")
workspan=$(curl -s -H "$json" -d '{"grant_type":"client_credentials","client_id":"writer",
  "client_secret":"00112233445566778899aabbccddeef2"}' "$url/oauth/token" | jq -r .access_token)
rita=$(sign_in rita 'rita reads the forms')
switch() {
  local act=$1 one
  for one in strong references writer; do
    by "$key" -X POST "$url/v1/applications/$(application $one)/$act" >>"$folder/log"
  done
}
ask() {
  local want=$1 when=$2 one
  for one in "$plain" "$reference" "$workspan"; do
    check "a token of an application, $when" "$want" "$(by "$one" "$url/v1/whoami")"
  done
}
ask 200 'at first'
switch disable
ask 401 'disabled'
switch enable
ask 401 'enabled again'
check 'its refresh token' 400 "$(status -u references:00112233445566778899aabbccddeef3 \
  -d grant_type=refresh_token -d "refresh_token=$refresh" "$url/oauth2/token")"
check 'a new token' 200 "$(status -u references:00112233445566778899aabbccddeef3 \
  -d grant_type=client_credentials "$url/oauth2/token")"
check 'a token of a user' 200 "$(by "$rita" "$url/v1/whoami")"
for act in disable enable; do
  by "$key" -X POST "$url/v1/organizations/org_north/$act" >>"$folder/log"
  check "a token of a user, organization ${act}d" 401 "$(by "$rita" "$url/v1/whoami")"
done
finish
