#!/usr/bin/env bash
# The throttle answers alike for two names of one user, two unknown names, and one of each.
. "$(dirname "$0")/lib.sh"
start
answers() {  # answers NAME NAME: 5 failures under the first, 6 under the second
  local i name
  for name in "$1" "$1" "$1" "$1" "$1" "$2" "$2" "$2" "$2" "$2" "$2"; do
    status -d username="$name" -d password=wrong "$url/api/Account/Authenticate"
    printf ' '
  done
}
one=$(answers vera vera@nord.example)
check "one name of a user" "401 401 401 401 401 401 401 401 401 401 401 " "$one"
check "two names of one user" "$one" "$(answers mira mira@nord.example)"
check "two unknown names" "$one" "$(answers nil nil@nord.example)"
check "a user and an unknown name" "$one" "$(answers olga nil2@nord.example)"
check "control: the eleventh failure of one name" 429 "$(for _ in $(seq 10); do
  status -d username=keys -d password=wrong "$url/auth/login" >/dev/null; done
  status -d username=keys -d password=wrong "$url/auth/login")"
stop
finish
