#!/usr/bin/env bash
# Behind a trusted proxy, one client that guesses names is throttled, and the others sign in.
. "$(dirname "$0")/lib.sh"
printf '[server]\ntrusted_proxies = ["127.0.0.0/8"]\n' >"$folder/bearward.toml"
start
guess() {
  seq "$2" | xargs -P 8 -I{} curl -s -o /dev/null -m 20 -H "X-Forwarded-For: $1" \
    -d "username=nobody{}&password=x" "$url/auth/login"
}
guess 198.51.100.66 110
other='X-Forwarded-For: 203.0.113.7'
check "TeleTracker login of another client" 200 \
  "$(status -H "$other" -d username=mira -d password=Zitronen-Falter-77 "$url/auth/login")"
check "WorkMobile login of another client" 200 "$(status -H "$other" -d username=olga \
  --data-urlencode 'password=owner password long' "$url/api/Account/Authenticate")"
check "Basic of another client" 200 \
  "$(status -H "$other" -u mira:Zitronen-Falter-77 "$url/v1/whoami")"
check "the client that guesses" 429 \
  "$(status -H 'X-Forwarded-For: 198.51.100.66' -d username=x -d password=y "$url/auth/login")"
check "the same client in another spelling" 429 "$(status \
  -H 'Forwarded: for="[::ffff:198.51.100.66]:99"' -d username=x -d password=y "$url/auth/login")"
check "a forged hop does not help" 429 "$(status -H 'X-Forwarded-For: 203.0.113.7, 198.51.100.66' \
  -d username=x -d password=y "$url/auth/login")"
check "the log names the client" '*203.0.113.7*' \
  "$(grep '"POST /auth/login"' "$folder/log" | grep -o '"peer":"[^"]*"' | sort -u | paste -sd' ')"
stop
finish
