#!/usr/bin/env bash
# RFC 9110 section 11.4: one or more spaces follow the scheme of a credential.
. "$(dirname "$0")/lib.sh"
start
login=$(curl -s -d username=mira -d password=Zitronen-Falter-77 "$url/auth/login" | jq -r .token)
access=$(curl -s -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 -d grant_type=client_credentials \
  "$url/oauth2/token" | jq -r .access_token)
user=$(printf mira:Zitronen-Falter-77 | base64 -w0)
client=$(printf plain:8c1f0b6de2a94f7ab35d7be0c4419e02 | base64 -w0)
for spaces in " " "  " "     "; do
  check "Bearer" 200 "$(status -H "Authorization: Bearer$spaces$login" "$url/v1/whoami")"
  check "Authentication: Bearer" 200 \
    "$(status -H "Authentication: Bearer$spaces$login" "$url/v1/whoami")"
  check "Basic" 200 "$(status -H "Authorization: Basic$spaces$user" "$url/v1/whoami")"
  check "Basic of a client" 200 "$(status -H "Authorization: Basic$spaces$client" \
    -d grant_type=client_credentials "$url/oauth2/token")"
  check "introspection by Bearer reads the token" 401 \
    "$(status -H "Authorization: Bearer$spaces$access" -d token=x "$url/oauth2/introspect")"
  check "gateway" 200 "$(status -H X-Original-Method:GET -H X-Original-URL:https://a/ \
    -H "Authorization: Bearer$spaces$access" "$url/gateway/nginx/api")"
done
check "no space is refused" 401 "$(status -H "Authorization: Bearer$login" "$url/v1/whoami")"
check "nothing after the scheme is refused" 401 \
  "$(status -H "Authorization: Bearer   " "$url/v1/whoami")"
stop
finish
