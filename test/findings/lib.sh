# lib.sh: what the checks of this folder share; each sources it. A check starts the program on a
# folder of its own, asks it as a client would, and ends by calling `finish`, which prints `ok`, or
# `FAULT: ...` and fails. BEARWARD_BIN names another program than build/bearward.
#
#   start [serve options]   starts a server on $folder/data with $world; sets url, host, port, pid
#   stop                    SIGTERM, and waits until the process has ended
#   check NAME WANT GOT     compares; WANT is a shell pattern
#   status CURL_OPTIONS     the status code of one request
#   raw                     sends $request (with \r\n escapes) as raw bytes and prints the answer
#   timed_status OPTIONS    the status code, and "late" if it took longer than $bound seconds (2)
#   hold_lock, release_lock another process takes the write lock of the database, and ends
#   eventually S COMMAND    repeats it until it succeeds; fails if it has not within S seconds
#   answers STATUS URL      whether the URL answers with this status now
#   metric NAME             the value of a metric without labels
set -u
export PYTHONDONTWRITEBYTECODE=1
shopt -s extglob
program=$(readlink -f "${BEARWARD_BIN:-build/bearward}")
[[ -x $program ]] || { echo "FAULT: no program at $program"; exit 2; }
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
world=${world:-$here/world.toml}
folder=$(mktemp -d)
pids=()
faults=()

# A server that a check leaves running is ended with the check.
clean_up() {
  local one
  for one in "${pids[@]}"; do kill -9 "$one" 2>/dev/null; done
  rm -rf "$folder"
}
trap clean_up EXIT

# The log goes to $folder/log. A check that needs other settings writes $folder/bearward.toml.
start() {
  local config=()
  [[ ! -f $folder/bearward.toml ]] || config=(--config "$folder/bearward.toml")
  : >"$folder/ready"
  "$program" serve "${config[@]}" --data "$folder/data" --http 127.0.0.1:0 --https off \
    --apply "$world" "$@" >"$folder/ready" 2>>"$folder/log" &
  pid=$!
  pids+=("$pid")
  disown "$pid"
  eventually 10 is_up
  url=$(sed -n 's/.*"http":"\([^"]*\)".*/\1/p' "$folder/ready")
  host=127.0.0.1
  port=${url##*:}
  database=$folder/data/bearward.db
  [[ -n $url ]] || { faults+=("the server does not start"); tail -n 5 "$folder/log"; finish; }
}

# The pause keeps the repetitions from taking the processor from the server. No assertion relies on
# its length.
eventually() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 0.02
  done
}

is_up() { grep -q '"ready"' "$folder/ready" || is_gone "$pid"; }
is_gone() { ! kill -0 "$1" 2>/dev/null; }

# ended waits until the process has ended, at most 30 s.
ended() { eventually 30 is_gone "$1"; }

stop() {
  kill "$pid" 2>/dev/null
  ended "$pid" || faults+=("the server does not end")
}

check() {
  # shellcheck disable=SC2053  # WANT is a pattern
  if [[ $3 == $2 ]]; then
    printf 'good   %-56s %s\n' "$1" "$3"
  else
    printf 'wrong  %-56s wanted %s, got %s\n' "$1" "$2" "$3"
    faults+=("$1")
  fi
}

status() { curl -s -o /dev/null -w '%{http_code}' -m 10 "$@"; }
answers() { [[ $(status "$2") == "$1" ]]; }
metric() { curl -s "$url/metrics" | sed -n "s/^$1 //p"; }

timed_status() {
  curl -s -o /dev/null -w '%{http_code} %{time_total}' -m 10 "$@" |
    awk -v bound="${bound:-2}" '{ print $1 ($2 > bound ? " late" : "") }'
}

raw() {
  request=$request python3 - "$port" <<'PYTHON'
import os, socket, sys
data = os.environ["request"].encode().decode("unicode_escape").encode("latin-1")
answer = b""
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=3) as connection:
    connection.sendall(data)
    try:
        while chunk := connection.recv(65536):
            answer += chunk
    except OSError:
        pass
print(answer.decode("latin-1"))
PYTHON
}

hold_lock() {
  rm -f "$folder/held"
  python3 - "$database" "$folder/held" <<'PYTHON' &
import signal, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=10)
database.execute("BEGIN IMMEDIATE")
open(sys.argv[2], "w").close()
signal.pause()
PYTHON
  lock_holder=$!
  pids+=("$lock_holder")
  disown "$lock_holder"
  eventually 10 test -e "$folder/held" || faults+=("the lock of the database is not free")
}

release_lock() { kill "$lock_holder"; }

# raw_status prints the status codes of the answers to one raw request, with spaces between them. A
# body ends without a line end, so the next status line may begin anywhere in a line.
raw_status() {
  request=$1 raw | grep -ao 'HTTP/1\.[01] [0-9]\{3\} ' | cut -d' ' -f2 | paste -sd' '
}

finish() {
  if [[ ${#faults[@]} -gt 0 ]]; then
    printf 'FAULT: %s' "${faults[0]}"
    [[ ${#faults[@]} -eq 1 ]] || printf ' (and %d more)' $((${#faults[@]} - 1))
    echo
    exit 1
  fi
  echo ok
  exit 0
}
