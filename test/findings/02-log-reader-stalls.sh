#!/usr/bin/env bash
# A reader of stderr that stops reading blocks no request and does not hold up the end; the lines
# that were lost are counted in /metrics.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
stop

result=$(PYTHONPATH=$here python3 - "$program" "$folder" <<'PYTHON'
import subprocess, sys, time
import unread_log
server = unread_log.Server(*sys.argv[1:])
answered = server.fill_log()
dropped = [line.split()[1] for line in server.ask("/metrics").splitlines()
           if line.startswith("bearward_log_lines_dropped_total")]
begin = time.monotonic()
server.process.terminate()
try:
    server.process.wait(10)
except subprocess.TimeoutExpired:
    server.process.kill()
    server.process.wait()
seconds = time.monotonic() - begin
print(answered, int(float((dropped or ["0"])[0])) > 0, seconds < 3, f"{seconds:.2f}")
PYTHON
)
read -r answered dropped quick seconds <<<"$result"
check "requests answered while the log is not read" 2000 "$answered"
check "lost lines are counted" True "$dropped"
check "SIGTERM ends it within 3 s ($seconds s)" True "$quick"
finish
