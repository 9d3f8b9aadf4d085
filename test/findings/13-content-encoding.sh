#!/usr/bin/env bash
# RFC 9110 sections 8.4 and 15.5.16: a content coding that is not decoded is 415, never ignored.
. "$(dirname "$0")/lib.sh"
body='{"username":"mira","password":"Zitronen-Falter-77"}'
printf %s "$body" | gzip >"$folder/login.gz"
printf 'grant_type=client_credentials' | gzip >"$folder/grant.gz"
json='Content-Type: application/json'
start
for coding in gzip x-gzip deflate br zstd 'gzip, identity' GZIP; do
  check "sign-in, $coding" 415 "$(status -H "$json" -H "Content-Encoding: $coding" \
    --data-binary "@$folder/login.gz" "$url/auth/login")"
done
check "token endpoint" 415 "$(status -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 \
  -H 'Content-Encoding: gzip' --data-binary "@$folder/grant.gz" "$url/oauth2/token")"
check "WorkMobile" 415 "$(status -H "$json" -H 'Content-Encoding: gzip' \
  --data-binary "@$folder/login.gz" "$url/api/Account/Authenticate")"
check "plain text that claims gzip" 415 \
  "$(status -H "$json" -H 'Content-Encoding: gzip' -d "$body" "$url/auth/login")"
check "the answer says what is read" identity "$(curl -si -H "$json" -H 'Content-Encoding: br' \
  -d "$body" "$url/auth/login" | tr -d '\r' | sed -n 's/^Accept-Encoding: //p')"
check "identity" 200 \
  "$(status -H "$json" -H 'Content-Encoding: identity' -d "$body" "$url/auth/login")"
stop
finish
