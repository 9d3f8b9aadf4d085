#!/usr/bin/env bash
# Docker and Kubernetes mount secrets with modes that chmod cannot change: the server starts with a
# master key that others may read, with a warning, and refuses one that every user may write.
. "$(dirname "$0")/lib.sh"
start
stop
cp "$folder/data/master.key" "$folder/key"
export BEARWARD_SERVER__MASTER_KEY_FILE=$folder/key
for mode in 0400 0440 0444 0640 0644; do
  chmod "$mode" "$folder/key"
  : >"$folder/log"
  start
  warned=$(grep -c 'other users may read this secret' "$folder/log")
  check "mode $mode starts, with a warning where others may read" \
    "$([[ $mode == 0400 ]] && echo 0 || echo 1)" "$warned"
  stop
done
chmod 0666 "$folder/key"
check "mode 0666 is refused" "*every user may write this secret*" \
  "$("$program" serve --data "$folder/data" --http 127.0.0.1:0 --https off 2>&1)"
finish
