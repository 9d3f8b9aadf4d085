#!/usr/bin/env bash
# RFC 8265: user names and passwords compare in one normalization form, names without case.
folder_of_world=$(mktemp -d)
world=$folder_of_world/world.toml
printf '%s\n' '[[organizations]]' 'name = "Acme"' 'number = 71' '[[users]]' \
  $'username = "j\u00fcrgen"' $'password = "Gr\u00fc\u00dfe-\u00d6l-12345"' \
  'memberships = [{ organization = "Acme" }]' >"$world"
. "$(dirname "$0")/lib.sh"
composed=$'Gr\u00fc\u00dfe-\u00d6l-12345'
decomposed=$'Gru\u0308\u00dfe-O\u0308l-12345'
login() { status --data-urlencode "username=$1" --data-urlencode "password=$2" "$url/auth/login"; }
basic() { status -u "$1:$2" "$url/v1/whoami?account_id=71"; }
start
check "composed name and password" 200 "$(login $'j\u00fcrgen' "$composed")"
check "decomposed password" 200 "$(login $'j\u00fcrgen' "$decomposed")"
check "decomposed name" 200 "$(login $'ju\u0308rgen' "$composed")"
check "both decomposed" 200 "$(login $'ju\u0308rgen' "$decomposed")"
check "name in capitals" 200 "$(login $'J\u00dcRGEN' "$composed")"
check "decomposed name in capitals" 200 "$(login $'JU\u0308RGEN' "$decomposed")"
check "fullwidth name" 200 "$(login $'\uff4a\u00fcrgen' "$composed")"
check "Basic, decomposed" 200 "$(basic $'ju\u0308rgen' "$decomposed")"
check "another password" 401 "$(login $'j\u00fcrgen' $'Gru\u00dfe-\u00d6l-12345')"
check "another name" 401 "$(login jurgen "$composed")"
stop
rm -rf "$folder_of_world"
finish
