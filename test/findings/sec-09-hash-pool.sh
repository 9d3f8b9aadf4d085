#!/usr/bin/env bash
# One address that keeps the hashing threads busy does not keep the logins of another one out, and
# password changes of one user are throttled.
. "$(dirname "$0")/lib.sh"
start
victim() {  # 10 logins from an address of their own: the distinct status codes
  local i
  for i in $(seq 10); do
    status --interface 127.0.0.77 -d username=olga --data-urlencode 'password=owner password long' \
      "$url/api/Account/Authenticate"
    echo
  done | sort -u | xargs
}
flood() {  # flood CURL_OPTIONS: 70 connections in the background, for at most 60 s
  seq 2000 | timeout 60 xargs -P 70 -I{} curl -s -o /dev/null -m 20 "$@" &
  flood=$!
  pids+=("$flood")
}
check "control: alone" 200 "$(victim)"
flood -d username=vera --data-urlencode 'password=vera password long' "$url/auth/login"
check "while one address signs in with 70 connections" 200 "$(victim)"
kill "$flood" 2>/dev/null
change=(-X PUT -H 'Authorization: Bearer sk_live_0000000000000000000000000000'
  -H 'Content-Type: application/json' -d '{"password":"Zitronen-Falter-77"}'
  "$url/v1/users/user_mira/password")
flood "${change[@]}"
check "while refused password changes are repeated" 200 "$(victim)"
kill "$flood" 2>/dev/null
# What the flood left in the queue is answered first.
for ((i = 0; i < 100; ++i)); do
  answer=$(status "${change[@]}")
  [[ $answer == 503 ]] || break
done
check "the changes are throttled" 429 "$answer"
stop
finish
