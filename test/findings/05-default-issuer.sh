#!/usr/bin/env bash
# Without server.issuer the address of the first start is the issuer, at which clients reach every
# endpoint, and it stays the issuer on another port.
. "$(dirname "$0")/lib.sh"
metadata() { curl -s "$url/.well-known/oauth-authorization-server" | jq -r "$1"; }
start
first=$url
check "the issuer is the announced address" "$first*" "$(metadata .issuer)"
check "token_endpoint answers" 4?? "$(status -X POST "$(metadata .token_endpoint)")"
check "jwks_uri answers" 200 "$(status "$(metadata .jwks_uri)")"
check "resource_metadata of a challenge answers" 200 "$(status "$(curl -si "$url/v1/whoami" |
  sed -n 's/.*resource_metadata="\([^"]*\)".*/\1/p')")"
token=$(curl -s -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 -d grant_type=client_credentials \
  "$url/oauth2/token" | jq -r .access_token)
stop
start
check "another port" "other than $first" "$([[ $url == "$first" ]] || echo "other than $first")"
check "the issuer is kept" "$first*" "$(metadata .issuer)"
check "a token of the first start is accepted" 200 \
  "$(status -H "Authorization: Bearer $token" "$url/v1/whoami")"
check "the log warns" 1 "$(grep -c 'the issuer was set by an earlier start' "$folder/log")"
stop
"$program" apply "$world" --data "$folder/wildcard" >/dev/null
rm "$folder/ready" # that of the previous server
"$program" serve --data "$folder/wildcard" --http 0.0.0.0:0 --https off \
  >"$folder/ready" 2>>"$folder/log" &
pid=$!
pids+=("$pid")
disown "$pid"
eventually 10 is_up
port=$(sed -n 's/.*:\([0-9]*\)".*/\1/p' "$folder/ready")
url=http://127.0.0.1:$port
check "a wildcard address becomes localhost" "http://localhost:$port*" "$(metadata .issuer)"
finish
