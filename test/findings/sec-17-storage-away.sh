#!/usr/bin/env bash
# sec-17: another process holds the lock of the database. Reads and remembered verdicts go on, what
# must be written is 503 within a bound and never 401, /readyz follows, SIGTERM is heard. The server
# let writes wait for six seconds each, stayed ready, and heard no signal meanwhile.
. "$(dirname "$0")/lib.sh"
start
plain=(-u plain:8c1f0b6de2a94f7ab35d7be0c4419e02)
account=$url/api/Account/Authenticate
login() { timed_status -d username=mira --data-urlencode "password=$1" "$account"; }
token=$(curl -s -d username=mira --data-urlencode password=Zitronen-Falter-77 "$account")
remembered=(-H "Authorization: Bearer $token" "$url/v1/whoami")
unknown=(-H 'Authorization: Bearer 11111111-1111-4111-8111-111111111111' "$url/v1/whoami")
never_seen=(-H 'X-Api-Key: 8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10' "$url/v1/whoami")
grant=("${plain[@]}" -d grant_type=client_credentials "$url/oauth2/token")
client_token=$(curl -s "${grant[@]}" | jq -r .access_token)
check 'before: ready' 200 "$(status "$url/readyz")"
check 'before: remembered token' 200 "$(status "${remembered[@]}")"

hold_lock
check 'remembered token' 200 "$(timed_status "${remembered[@]}")"
check 'key that was never seen' 200 "$(timed_status "${never_seen[@]}")"
check 'unknown token' 401 "$(timed_status "${unknown[@]}")"
check 'login with the right password, nothing to write but a session' 503 \
  "$(login Zitronen-Falter-77)"
check 'login with a wrong password' 503 "$(login wrong)"
check 'token for a client' 503 "$(timed_status "${grant[@]}")"
check 'Retry-After' '[1-9]*' \
  "$(curl -s -i "${grant[@]}" | tr -d '\r' | sed -n 's/^[Rr]etry-[Aa]fter: //p')"
check 'revocation' 503 \
  "$(timed_status "${plain[@]}" -d "token=$client_token" "$url/oauth2/revoke")"
check 'not ready' 503 "$(timed_status "$url/readyz")"
check 'alive' 200 "$(timed_status "$url/livez")"
release_lock
eventually 10 answers 200 "$url/readyz"
check 'ready again' 200 "$(status "$url/readyz")"
check 'login again' 200 "$(login Zitronen-Falter-77)"

hold_lock
begun=$SECONDS
stop
check 'seconds until SIGTERM was heard behind the lock' '[0-3]' $((SECONDS - begun))
finish
