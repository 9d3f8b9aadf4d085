#!/usr/bin/env bash
# RFC 9110 section 15.5.2: every 401 has a challenge.
. "$(dirname "$0")/lib.sh"
# challenge CURL_OPTIONS prints the status and the scheme of the challenge.
challenge() {
  curl -si -m 5 "$@" | tr -d '\r' |
    awk 'NR==1{s=$2} tolower($1)=="www-authenticate:"{w=$2} END{print s, (w ? w : "none")}'
}
json='Content-Type: application/json'
start
check "client token without a key" "401 Bearer" \
  "$(challenge -H "$json" -d '{}' "$url/client/token")"
check "client token, unknown key" "401 Bearer" \
  "$(challenge -H 'Authorization: Bearer sk_test_no' -H "$json" -d '{}' "$url/client/token")"
check "introspection without a client" "401 Basic" \
  "$(challenge -d token=x "$url/oauth2/introspect")"
check "revocation without a client" "401 Basic" "$(challenge -d token=x "$url/oauth2/revoke")"
check "token, wrong secret in the body" "401 Basic" "$(challenge -d grant_type=client_credentials \
  -d client_id=plain -d client_secret=no "$url/oauth2/token")"
check "token without a client" "401 Basic" \
  "$(challenge -d grant_type=client_credentials "$url/oauth2/token")"
check "TeleTracker sign-in" "401 Bearer" \
  "$(challenge -d username=mira -d password=no "$url/auth/login")"
check "TeleTracker refresh" "401 Bearer" \
  "$(challenge -d refresh_token=00000000-0000-4000-8000-000000000000 "$url/auth/refresh")"
check "WorkMobile sign-in" "401 Bearer" \
  "$(challenge -d username=mira -d password=no "$url/api/Account/Authenticate")"
check "WorkMobile forms" "401 Bearer" "$(challenge "$url/api/Forms")"
check "whoami" "401 Bearer" "$(challenge "$url/v1/whoami")"
stop
finish
