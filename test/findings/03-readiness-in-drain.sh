#!/usr/bin/env bash
# After SIGTERM /readyz fails while the listener still accepts, for server.drain_delay; a second
# signal ends the delay, and SIGINT drains without it.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
printf '[server]\ndrain_delay = 4\n' >"$folder/bearward.toml"
milliseconds() { echo $((($(date +%s%N) - begin) / 1000000)); }
refuses() { answers 000 "$url/livez"; }

start
check "ready before" 200 "$(status "$url/readyz")"
begin=$(date +%s%N)
kill -TERM "$pid"
eventually 3 answers 503 "$url/readyz"
check "/readyz on a new connection after SIGTERM" 503 "$(status "$url/readyz")"
check "/livez on a new connection after SIGTERM" 200 "$(status "$url/livez")"
eventually 10 refuses
took=$(milliseconds)
check "it accepts for the delay of 4 s ($took ms)" yes \
  "$([[ $took -ge 3900 && $took -lt 8000 ]] && echo yes)"
check "it ends when the delay has passed" yes "$(ended "$pid" && echo yes)"

start
begin=$(date +%s%N)
kill -TERM "$pid"
eventually 3 answers 503 "$url/readyz"
kill -TERM "$pid"
ended "$pid"
took=$(milliseconds)
check "a second signal ends the delay ($took ms)" yes "$([[ $took -lt 3000 ]] && echo yes)"

start
begin=$(date +%s%N)
kill -INT "$pid"
ended "$pid"
took=$(milliseconds)
check "SIGINT has no delay ($took ms)" yes "$([[ $took -lt 3000 ]] && echo yes)"
finish
