#!/usr/bin/env bash
# Administrators see a lock-out by failed sign-ins, and end it by the unlock verb, a new password or
# activation, each with an event.
. "$(dirname "$0")/lib.sh"
start
admin='Authorization: Bearer sk_live_0000000000000000000000000000'
user=$url/v1/users/user_mira
sign_in() { status -d username=mira -d "password=$1" "$url/auth/login"; }
lock() {
  local i
  for i in 1 2 3 4 5; do
    status --interface "$1" -d username=mira -d "password=no$i" "$url/auth/login" >/dev/null
  done
}
unlocks() { sqlite3 "$database" "select count(*) from events where type = 'login.unlocked'"; }
lock 127.0.0.11
check "locked" 401 "$(sign_in Zitronen-Falter-77)"
check "the log names the lock" '*locked until*' "$(grep -o 'locked until' "$folder/log" | sort -u)"
check "administrators see it" '20*Z' "$(curl -s -H "$admin" "$user" | jq -r .locked_until)"
check "unlock" 200 "$(status -X POST -H "$admin" "$user/unlock")"
check "sign-in after the unlock" 200 "$(sign_in Zitronen-Falter-77)"
lock 127.0.0.12
check "activation" 200 "$(status -X POST -H "$admin" "$user/activate")"
check "sign-in after the activation" 200 "$(sign_in Zitronen-Falter-77)"
lock 127.0.0.13
check "a new password" 200 "$(status -X PUT -H "$admin" -H 'Content-Type: application/json' \
  -d '{"password":"Neues-Passwort-99"}' "$user/password")"
check "sign-in with the new password" 200 "$(sign_in Neues-Passwort-99)"
check "Basic with it" 200 "$(status -u mira:Neues-Passwort-99 "$url/v1/whoami")"
check "events" 3 "$(unlocks)"
check "metrics of lock-outs" 3 \
  "$(curl -s "$url/metrics" | sed -n 's/^bearward_login_lockouts_total //p')"
check "an anonymous unlock" 401 "$(status -X POST "$user/unlock")"
stop
finish
