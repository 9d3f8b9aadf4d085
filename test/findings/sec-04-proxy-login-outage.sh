#!/usr/bin/env bash
# The headers of a peer that is no trusted proxy change nothing: its failures count for the peer.
. "$(dirname "$0")/lib.sh"
start
seq -f 'username=nobody%g&password=x' 104 | xargs -P 8 -I{} \
  curl -s -o /dev/null -m 20 -H 'X-Forwarded-For: 203.0.113.9' -d {} "$url/auth/login"
right=(-d username=mira -d password=Zitronen-Falter-77 "$url/auth/login")
check "a forged address does not escape the throttle" 429 \
  "$(status -H 'X-Forwarded-For: 198.51.100.7' "${right[@]}")"
check "another peer signs in" 200 "$(status --interface 127.0.0.9 "${right[@]}")"
check "the throttle is one event" 1 \
  "$(sqlite3 "$database" "select count(*) from events where type = 'login.throttled'")"
stop
finish
