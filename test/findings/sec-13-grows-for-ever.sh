#!/usr/bin/env bash
# sec-13: what is past its retention goes, however much it is. Pruning took 1,000 rows a minute, and
# refresh tokens of living sessions and revoked keys stayed for ever.
. "$(dirname "$0")/lib.sh"
plain_secret=8c1f0b6de2a94f7ab35d7be0c4419e02
refresher_secret=1123456789abcdef0123456789abcdef
printf '[retention]\nevent_days = 0\nsession_days = 0\n' >"$folder/bearward.toml"
start
python3 - "$url" "$plain_secret" "$refresher_secret" <<'PYTHON'
import base64, http.client, json, sys, urllib.parse
url, plain, refresher = sys.argv[1:]
address = urllib.parse.urlparse(url)
connection = http.client.HTTPConnection(address.hostname, address.port)
def send(path, body, headers):
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    assert answer.status in (200, 201), (path, answer.status, text)
    return json.loads(text)
def client(name, secret):
    code = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return {"Authorization": "Basic " + code, "Content-Type": "application/x-www-form-urlencoded"}
for _ in range(3000):
    send("/oauth2/token", "grant_type=client_credentials", client("plain", plain))
pair = send("/oauth2/token", "grant_type=client_credentials", client("refresher", refresher))
for _ in range(300):
    form = "grant_type=refresh_token&refresh_token=" + pair["refresh_token"]
    pair = send("/oauth2/token", form, client("refresher", refresher))
PYTHON
count() { sqlite3 "$database" "SELECT count(*) FROM $1"; }
revoked() { count 'api_keys WHERE revoked_at IS NOT NULL'; }
at_most() { [[ $2 -le $1 ]] && echo yes || echo "$2"; }
# 101 refresh tokens are remembered, and the newest access token.
check 'refresh tokens of a living session' yes "$(at_most 103 "$(count tokens)")"
sqlite3 "$database" "
  INSERT INTO api_keys (environment_id, id, user_id, hash64, hash, hint, description, created_at,
    revoked_at)
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
  SELECT (SELECT id FROM environments LIMIT 1), 'key_' || i, NULL, i, randomblob(32), '', '', 1, 1
  FROM n"
check 'there is something to prune' '2000 [3-9]???' "$(revoked) $(count events)"
is_pruned() { [[ $(count events) -lt 100 && $(revoked) -eq 0 ]]; }
eventually 100 is_pruned
check 'events past their retention' yes "$(at_most 99 "$(count events)")"
check 'revoked keys past their retention' 0 "$(revoked)"
check 'a metric says how far pruning is behind' '[0-9]*' "$(curl -s "$url/metrics" |
  sed -n 's/^bearward_prune_behind_seconds{table="events"} //p')"
finish
