#!/usr/bin/env bash
# One empty line before a request line is ignored (RFC 9112 section 2.2), and a higher minor version
# is read as HTTP/1.1 (RFC 9110 section 2.5).
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
livez='GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
login='POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'

check "before the first request" 200 "$(raw_status "\r\n$livez")"
check "between two requests without bodies" "200 200" \
  "$(raw_status "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n\r\n$livez")"
check "after a body" "400 200" "$(raw_status "${login}Content-Length: 2\r\n\r\n{}\r\n$livez")"
check "after a chunked body" "400 200" \
  "$(raw_status "${login}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n\r\n$livez")"
check "two of them are refused" 400 "$(raw_status "\r\n\r\n$livez")"
check "a higher minor version" 200 \
  "$(raw_status 'GET /livez HTTP/1.2\r\nHost: a\r\nConnection: close\r\n\r\n')"
check "another major version is refused" 505 \
  "$(raw_status 'GET /livez HTTP/2.0\r\nHost: a\r\n\r\n')"
check "a chunk extension without a name is refused" 400 \
  "$(raw_status "${login}Transfer-Encoding: chunked\r\n\r\n2;\r\n{}\r\n0\r\n\r\n")"
finish
