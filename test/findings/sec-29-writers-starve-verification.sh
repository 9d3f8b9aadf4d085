#!/usr/bin/env bash
# sec-29: clients that wait for a locked database must not delay verification. Four token requests
# occupied every worker, and a key that was never seen waited 5.7 s behind them.
. "$(dirname "$0")/lib.sh"
start
bound=2
key='X-Api-Key: 8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10'
json='Content-Type: application/json'
workspan='{"grant_type":"client_credentials","client_id":"loader",
  "client_secret":"3123456789abcdef0123456789abcdef"}'
hold_lock
clients=()
for _ in $(seq 16); do
  curl -s -o /dev/null -m 20 -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 \
    -d grant_type=client_credentials "$url/oauth2/token" &
  clients+=($!)
  curl -s -o /dev/null -m 20 -H "$json" -d "$workspan" "$url/oauth/token" &
  clients+=($!)
done
begun=$SECONDS
writers_wait() { [[ $(metric bearward_connections_open) -gt 20 ]]; }
eventually 5 writers_wait || faults+=("no writers wait")
check 'key that was never seen' 200 "$(timed_status -H "$key" "$url/v1/whoami")"
check 'environment key that was never seen' 200 "$(timed_status \
  -H 'Authorization: Bearer sk_live_0000000000000000000000000000' "$url/v1/whoami")"
check 'key at a row that may write' 40? \
  "$(timed_status -H "$json" -d '{}' -H "$key" "$url/v1/policies")"
check 'unknown key' 401 "$(timed_status \
  -H 'X-Api-Key: 99999999-9999-4999-8999-999999999999' "$url/v1/whoami")"
check 'gateway' 401 "$(timed_status -H 'X-Original-Method: GET' \
  -H 'X-Original-URL: http://a/forms/1' \
  -H 'Authorization: Bearer sk_test_9999999999999999999999999999' "$url/gateway/nginx/api")"
wait "${clients[@]}"
check 'seconds until every client is answered' '[0-4]' $((SECONDS - begun))
check 'not ready' 503 "$(timed_status "$url/readyz")"
finish
