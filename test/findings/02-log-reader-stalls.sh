#!/usr/bin/env bash
# A reader of stderr that stops reading blocks no request and does not hold up the end; the lines
# that were lost are counted in /metrics and reported in the log when the reader is back.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
stop

result=$(python3 - "$program" "$folder" <<'PYTHON'
import http.client, json, os, subprocess, sys, threading, time, urllib.parse
reader, writer = os.pipe()
process = subprocess.Popen(
    [sys.argv[1], "serve", "--data", sys.argv[2] + "/data", "--http", "127.0.0.1:0",
     "--https", "off"], stdout=subprocess.PIPE, stderr=writer)
os.close(writer)
address = urllib.parse.urlparse(json.loads(process.stdout.readline())["http"])
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=5)

def ask(path):
    connection.request("GET", path)
    return connection.getresponse().read().decode()

answered = 0
padding = "/" + "y" * 4000
try:
    for _ in range(2000):  # the buffer takes 4 MiB and the pipe 64 KiB
        ask(padding)
        answered += 1
except OSError:
    pass
dropped = [line.split()[1] for line in ask("/metrics").splitlines()
           if line.startswith("bearward_log_lines_dropped_total")]
begin = time.monotonic()
process.terminate()
try:
    process.wait(10)
    seconds = time.monotonic() - begin
except subprocess.TimeoutExpired:
    process.kill()
    process.wait()
    seconds = 99
print(answered, int(float((dropped or ["0"])[0])) > 0, seconds < 3, f"{seconds:.2f}")
PYTHON
)
read -r answered dropped quick seconds <<<"$result"
check "requests answered while the log is not read" 2000 "$answered"
check "lost lines are counted" True "$dropped"
check "SIGTERM ends it within 3 s ($seconds s)" True "$quick"
finish
