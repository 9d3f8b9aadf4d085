#!/usr/bin/env bash
# RFC 6749 section 5.1: answers with tokens have Cache-Control: no-store and Pragma: no-cache.
. "$(dirname "$0")/lib.sh"
caching() {
  curl -si "$@" | tr -d '\r' |
    awk 'tolower($1)=="pragma:"{p=$2} tolower($1)=="cache-control:"{c=$2} END{print c, p}'
}
start
check "token" "no-store no-cache" "$(caching -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 \
  -d grant_type=client_credentials "$url/oauth2/token")"
check "token, refused" "no-store no-cache" \
  "$(caching -u plain:no -d grant_type=client_credentials "$url/oauth2/token")"
check "sign-in" "no-store no-cache" \
  "$(caching -d username=mira -d password=Zitronen-Falter-77 "$url/auth/login")"
stop
finish
