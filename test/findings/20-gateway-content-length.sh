#!/usr/bin/env bash
# A gateway that asks with the client's Content-Length and no body is answered from the head, and
# every answer of the parser is in the log and in /metrics.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
key='X-Api-Key: 8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10'
forward=(-H X-Forwarded-Method:POST -H X-Forwarded-Proto:https -H X-Forwarded-Host:a
  -H X-Forwarded-Uri:/)
gateway() { status -m 4 -H "$key" "$@"; }

check "nginx" 200 "$(gateway -H 'Content-Length: 77' -H X-Original-Method:POST \
  -H X-Original-URL:https://a/ "$url/gateway/nginx/api")"
check "nginx, more than limits.body_bytes" 200 "$(gateway -H 'Content-Length: 99000000' \
  -H X-Original-Method:POST -H X-Original-URL:https://a/ "$url/gateway/nginx/api")"
check "forward-auth" 200 \
  "$(gateway -H 'Content-Length: 77' "${forward[@]}" "$url/gateway/forward-auth/api")"
check "forward-auth, HEAD" 200 \
  "$(gateway -I -H 'Content-Length: 77' "${forward[@]}" "$url/gateway/forward-auth/api")"
check "forward-auth, chunked" 200 \
  "$(gateway -H 'Transfer-Encoding: chunked' "${forward[@]}" "$url/gateway/forward-auth/api")"
check "envoy" 200 "$(gateway -X POST -H 'Content-Length: 77' -H X-Forwarded-Proto:https \
  "$url/gateway/envoy/api/x")"
check "without Content-Length" 200 "$(gateway "${forward[@]}" "$url/gateway/forward-auth/api")"
check "a body that follows is no request" 200 "$(raw_status "GET /gateway/forward-auth/api \
HTTP/1.1\r\nHost: a\r\n$key\r\nContent-Length: 40\r\nX-Forwarded-Method: GET\r\nX-Forwarded-Proto: \
https\r\nX-Forwarded-Host: a\r\nX-Forwarded-Uri: /\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n")"

raw_status 'GET /livez HTTP/1.1\r\n\r\n' >/dev/null
raw_status 'GET /livez HTTP/3.0\r\n\r\n' >/dev/null
stop
check "a 400 of the parser is logged" 1 \
  "$(grep -c '"path":"/livez","status":400.*"reason":"malformed_request"' "$folder/log")"
check "a 505 of the parser is logged" 1 \
  "$(grep -c '"path":"/livez","status":505.*"reason":"unsupported_version"' "$folder/log")"
finish
