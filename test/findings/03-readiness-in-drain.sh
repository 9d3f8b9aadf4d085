#!/usr/bin/env bash
# After SIGTERM /readyz fails while the listener still accepts, for server.drain_delay; a second
# signal ends the delay, and SIGINT drains without it.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
printf '[server]\ndrain_delay = 4\n' >"$folder/bearward.toml"
start
check "ready before" 200 "$(status "$url/readyz")"
kill -TERM "$pid"
sleep 0.5
check "/readyz on a new connection after SIGTERM" 503 "$(status "$url/readyz")"
check "/livez on a new connection after SIGTERM" 200 "$(status "$url/livez")"
sleep 1
check "still accepting" 503 "$(status "$url/readyz")"
ended "$pid" && gone=yes || gone=no
check "it ends when the delay has passed" yes "$gone"

# milliseconds_to_end SIGNAL...: sends them one after the other.
milliseconds_to_end() {
  local begin signal
  begin=$(date +%s%N)
  for signal in "$@"; do
    kill "-$signal" "$pid"
    sleep 0.3
  done
  ended "$pid"
  echo $((($(date +%s%N) - begin) / 1000000))
}
start
took=$(milliseconds_to_end TERM TERM)
check "a second signal ends the delay ($took ms)" yes "$([[ $took -lt 3000 ]] && echo yes)"
start
took=$(milliseconds_to_end INT)
check "SIGINT has no delay ($took ms)" yes "$([[ $took -lt 3000 ]] && echo yes)"
finish
