#!/usr/bin/env bash
# A client that sent half a head or half a body does not hold up the end.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"

# One connection asks for the metrics; the other one is the half request that the server has taken.
both_open() { [[ $(metric bearward_connections_open) == 2 ]]; }

# half NAME BYTES: SIGTERM while a request has begun to arrive.
half() {
  start
  python3 -c 'import signal, socket, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
connection.sendall(sys.argv[2].encode().decode("unicode_escape").encode("latin-1"))
signal.pause()' "$port" "$2" &
  local client=$! begin took
  pids+=("$client")
  disown "$client"
  eventually 10 both_open || faults+=("the half request is not open")
  begin=$(date +%s%N)
  kill -TERM "$pid"
  ended "$pid"
  took=$((($(date +%s%N) - begin) / 1000000))
  kill "$client"
  check "$1: ended after $took ms" yes "$([[ $took -lt 9000 ]] && echo yes)"
}
half "half a head" 'GET /livez HTTP/1.1\r\nHo'
half "half a body" 'POST /auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 60\r\n\r\n{'
finish
