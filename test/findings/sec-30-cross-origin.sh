#!/usr/bin/env bash
# CORS by the setting cors.origins: listed pages may read the token and sign-in endpoints, errors
# included; other pages and other endpoints are not readable.
. "$(dirname "$0")/lib.sh"
printf '[cors]\norigins = ["https://app.example.com"]\n' >"$folder/bearward.toml"
# allowed CURL_OPTIONS prints the status and the origin that may read the answer.
allowed() {
  curl -si -m 5 "$@" | tr -d '\r' | awk 'NR==1{s=$2}
    tolower($1)=="access-control-allow-origin:"{o=$2} END{print s, (o ? o : "none")}'
}
page='Origin: https://app.example.com'
asks='Access-Control-Request-Method: POST'
start
for path in oauth2/token auth/login api/Account/Authenticate oauth/token client/token; do
  check "preflight of /$path" "204 https://app.example.com" \
    "$(allowed -X OPTIONS -H "$page" -H "$asks" "$url/$path")"
  check "refusal of /$path" "4?? https://app.example.com" \
    "$(allowed -X POST -H "$page" "$url/$path")"
  for other in null https://evil.example https://app.example.com.evil.example; do
    check "page of $other at /$path" "??? none" \
      "$(allowed -X OPTIONS -H "Origin: $other" -H "$asks" "$url/$path")"
  done
done
check "management is not readable" "405 none" \
  "$(allowed -X OPTIONS -H "$page" -H "$asks" "$url/v1/policies")"
check "whoami is not readable" "401 none" "$(allowed -H "$page" "$url/v1/whoami")"
stop
finish
