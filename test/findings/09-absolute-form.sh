#!/usr/bin/env bash
# RFC 9112 section 3.2.2: a server accepts the absolute form of a request target.
. "$(dirname "$0")/lib.sh"
end='\r\nHost: api.example\r\nConnection: close\r\n\r\n'
start
check "GET" 200 "$(status -x "$url" http://api.example/livez)"
check "GET with a query" 200 "$(status -x "$url" 'http://api.example/livez?x=1')"
check "GET with a port" 200 "$(status -x "$url" http://api.example:8080/livez)"
check "POST" 200 "$(status -x "$url" -d username=mira -d password=Zitronen-Falter-77 \
  http://api.example/auth/login)"
check "scheme in upper case" 200 "$(raw_status "GET HTTP://api.example/livez HTTP/1.1$end")"
check "IPv6 address" 200 \
  "$(raw_status 'GET http://[::1]:80/livez HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n')"
check "no path is the root" 404 "$(raw_status "GET http://api.example HTTP/1.1$end")"
check "HTTP/1.0" 200 "$(raw_status 'GET http://api.example/livez HTTP/1.0\r\n\r\n')"
check "user information is refused" 400 \
  "$(raw_status "GET http://u@api.example/livez HTTP/1.1$end")"
stop
finish
