#!/usr/bin/env bash
# Requests on which two readers may disagree are refused, and a gateway lets no path pass that an
# API could read as another one, overlong UTF-8 among them.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
next='GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
post='POST /auth/login HTTP/1.1\r\nHost: x\r\n'
chunked="${post}Transfer-Encoding: chunked\r\n"

refused() { check "$1" 400 "$(raw_status "$2")"; }
refused "two lengths" "${post}Content-Length: 0\r\nContent-Length: 0\r\n\r\n$next"
refused "length and chunked" "${chunked}Content-Length: 5\r\n\r\n0\r\n\r\n$next"
refused "an unknown coding" "${post}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n$next"
refused "space before a colon" "${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n$next"
refused "a folded line" "GET /livez HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n$next"
refused "a bare LF" 'GET /livez HTTP/1.1\nHost: x\n\n'
refused "a bare CR" 'GET /livez HTTP/1.1\r\nHost: x\r\nA: b\rC: d\r\n\r\n'
refused "a chunk size with a prefix" "${chunked}\r\n0x1\r\na\r\n0\r\n\r\n$next"
refused "a chunk extension without a name" "${chunked}\r\n1;\r\na\r\n0\r\n\r\n$next"
refused "no Host" 'GET /livez HTTP/1.1\r\n\r\n'
refused "two Hosts" 'GET /livez HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n'
refused "user information in Host" 'GET /livez HTTP/1.1\r\nHost: a@b\r\n\r\n'
check "a request that is in form" 200 "$(raw_status "$next")"

key='X-Api-Key: 8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10'
asked() {
  status -g --path-as-is -H "$key" -H 'X-Original-Method: GET' -H "X-Original-URL: http://a$1" \
    "$url/gateway/nginx/api"
}
check "a plain path" 200 "$(asked /public/x)"
check "an escaped letter" 200 "$(asked /pub%6cic/x)"
check "escaped UTF-8" 200 "$(asked /public/%c3%a4%e2%82%ac%f0%9f%98%80)"
for path in /public/%2e%2e/admin /public/..%2fadmin '/public/..;/admin' /public//x \
  /public/%5c../admin /public/%252e%252e/admin /public/.%00/admin '/public/%u002e%u002e/admin' \
  /public/%c0%ae%c0%ae/admin /public/%c0%afadmin /public/%e0%80%ae /public/%ed%a0%80 \
  /public/%f0%80%80%ae /public/%f5%80%80%80 /public/%ff /public/%c3 /public/%c3x /public/%80; do
  check "$path" 403 "$(asked "$path")"
done
finish
