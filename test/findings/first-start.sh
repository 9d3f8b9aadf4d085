#!/usr/bin/env bash
# The first minutes with the program: two servers on one folder, serve and apply together on a new
# one, databases that are gone or damaged, and settings with a slip.
. "$(dirname "$0")/lib.sh"
say() { "$program" "$@" 2>&1 >/dev/null </dev/null; }
serve=(serve --http 127.0.0.1:0 --https off)

"$program" apply "$world" --data "$folder/data" >"$folder/applied" 2>&1 &
applying=$!
start
wait "$applying"
check "apply beside the first serve on a new folder" 0 $?
check "no secret in the log" 0 "$(grep -c ' secret ' "$folder/log")"
check "a second serve names the first" "*process $pid serves this data folder*" \
  "$(say "${serve[@]}" --data "$folder/data")"
stop
cp -r "$folder/data" "$folder/damaged"
rm -f "$folder"/damaged/bearward.db-*
dd if=/dev/urandom of="$folder/damaged/bearward.db" bs=4096 seek=20 count=20 conv=notrunc \
  2>/dev/null
check "a damaged database is refused" "*the database is damaged*" \
  "$(say "${serve[@]}" --data "$folder/damaged")"
: >"$folder/data/bearward.db"
check "an emptied database is refused" "*the database is missing or empty*To start over*" \
  "$(say "${serve[@]}" --data "$folder/data")"
rm -f "$folder"/data/bearward.db*
check "a vanished database is refused" "*the database is missing or empty*To start over*" \
  "$(say "${serve[@]}" --data "$folder/data")"
check "config check refuses it too" "*the database is missing or empty*" \
  "$(say config check --data "$folder/data")"

new=$folder/new
check "apply FOLDER" "*this is a folder*" "$(say apply "$folder" --data "$new")"
check "--config FOLDER" "*this is a folder*" "$(say config check --config "$folder")"
check "no listener" "*are both off*" "$(say serve --data "$new" --http off --https off)"
check "a host name for an address" "*Write ADDRESS:PORT*" \
  "$(say serve --data "$new" --http localhost:80)"
check "one underscore" "*Did you mean \"BEARWARD_SERVER__HTTP\"*" \
  "$(BEARWARD_SERVER_HTTP=off say config check --data "$new")"
check "a dialect by variable" "*enabled = false*" \
  "$(BEARWARD_DIALECTS__WORKOS__ENABLED=false "$program" config print | grep -A 1 workos)"
printf '[server]\nhtpp = "off"\n' >"$folder/slip.toml"
check "an unknown setting" "*slip.toml:2: Unknown setting server.htpp. Did you mean*" \
  "$(say config check --config "$folder/slip.toml")"
finish
