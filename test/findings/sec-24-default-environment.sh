#!/usr/bin/env bash
# sec-24: a failed read of the default environment is 503 wherever it is needed. It became an empty
# id: a right password was 401 and counted as a failure, and the JWKS was 404.
. "$(dirname "$0")/lib.sh"
start
json='Content-Type: application/json'
client=(-u plain:8c1f0b6de2a94f7ab35d7be0c4419e02)
person='{"username":"mira","password":"Zitronen-Falter-77"}'
workspan='{"grant_type":"client_credentials","client_id":"loader",
  "client_secret":"3123456789abcdef0123456789abcdef"}'
ask_all() { # ask_all WHEN WANT: every surface that needs the default environment
  check "$1: WorkMobile login" "$2" "$(status -d username=mira \
    --data-urlencode password=Zitronen-Falter-77 "$url/api/Account/Authenticate")"
  check "$1: TeleTracker login" "$2" "$(status -H "$json" -d "$person" "$url/auth/login")"
  check "$1: OAuth token" "$2" \
    "$(status "${client[@]}" -d grant_type=client_credentials "$url/oauth2/token")"
  check "$1: introspection" "$2" "$(status "${client[@]}" -d token=x "$url/oauth2/introspect")"
  check "$1: WorkSpan token" "$2" "$(status -H "$json" -d "$workspan" "$url/oauth/token")"
  check "$1: JWKS" "$2" "$(status "$url/oauth2/jwks")"
  check "$1: metadata" "$2" "$(status "$url/.well-known/oauth-authorization-server")"
}
ask_all before 200
# The table goes away, and an event of another process says that an environment was changed.
sqlite3 "$database" "PRAGMA foreign_keys=OFF; ALTER TABLE environments RENAME TO gone;
  INSERT INTO events (number, environment_id, type, actor_kind, actor_id, target, at, data)
  SELECT max(number) + 1, (SELECT id FROM gone LIMIT 1), 'environment.updated', 'system', '', '',
    max(at), '{}' FROM events"
eventually 10 answers 503 "$url/oauth2/jwks"
ask_all away 503
sqlite3 "$database" "PRAGMA foreign_keys=OFF; ALTER TABLE gone RENAME TO environments"
eventually 10 answers 200 "$url/oauth2/jwks"
ask_all back 200
finish
