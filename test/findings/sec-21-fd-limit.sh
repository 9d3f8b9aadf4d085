#!/usr/bin/env bash
# The limit of open files is raised to the hard limit, connections stay below it, and 1,100 idle
# connections from one address do not delay another one; the log says why some were closed.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
printf '[server]\ndrain_delay = 0\n' >"$folder/bearward.toml"

# delays prints "STATUS MILLISECONDS" of the 99th percentile of 300 requests from 127.0.0.1, beside
# 1,100 silent connections from 127.0.0.2.
delays() {
  python3 - "$port" <<'PYTHON'
import resource, select, socket, sys, time
resource.setrlimit(resource.RLIMIT_NOFILE, (2000, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
server = ("127.0.0.1", int(sys.argv[1]))
idle = [socket.create_connection(server, 3, ("127.0.0.2", 0)) for _ in range(1100)]
# 100 of them are too many for one address, and closed.
closing = select.poll()
for connection in idle:
    closing.register(connection, select.POLLIN)
for _ in range(100):
    closed = closing.poll(5000)
    assert closed, "too many connections of one address stay open"
    closing.unregister(closed[0][0])
times, answers = [], set()
for _ in range(300):
    begin = time.monotonic()
    with socket.create_connection(server, 3, ("127.0.0.1", 0)) as connection:
        connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answers.add(connection.recv(100)[9:12].decode() or "closed")
    times.append((time.monotonic() - begin) * 1000)
print("/".join(answers), f"{sorted(times)[296]:.1f}")
PYTHON
}
ulimit -Sn 1024
start
check "the soft limit is the hard one" "$(ulimit -Hn)" \
  "$(awk '/open files/ {print $4}' "/proc/$pid/limits")"
read -r answer milliseconds <<<"$(delays)"
check "another address, soft limit 1024 (p99 $milliseconds ms)" 200 "$answer"
check "the log says why" '*"address":"127.0.0.2","setting":"limits.connections_per_address"*' \
  "$(grep -m 1 'too many connections from one address' "$folder/log")"
stop
: >"$folder/log"
hard=$(ulimit -Hn)
ulimit -Hn 2048
ulimit -Sn 1024
start
read -r answer milliseconds <<<"$(delays)"
check "another address, hard limit 2048 of at most $hard (p99 $milliseconds ms)" 200 "$answer"
check "the log names the limit of open files" '*"open_files":2048*' \
  "$(grep -m 1 'the limit of open files allows fewer connections' "$folder/log")"
finish
