#!/usr/bin/env bash
# A restart with an unchanged file must not undo what the API changed since: a secret that was
# reset, a password that was changed, a key that was revoked.
. "$(dirname "$0")/lib.sh"
cp "$world" "$folder/world.toml"
world=$folder/world.toml
key='Authorization: Bearer sk_live_0000000000000000000000000000'
json='Content-Type: application/json'
secret() { status -u "plain:$1" -d grant_type=client_credentials "$url/oauth2/token"; }
login() { status -d username=mira --data-urlencode "password=$1" "$url/auth/login"; }
ask() { sqlite3 "$database" "$1"; }
old=8c1f0b6de2a94f7ab35d7be0c4419e02

start
check "before: the secret of the file" 200 "$(secret "$old")"
check "before: the password of the file" 200 "$(login Zitronen-Falter-77)"
application=$(ask "select id from applications where client_id = 'plain'")
new=$(curl -s -X POST -H "$key" "$url/v1/applications/$application/reset_secret" |
  jq -r .client_secret)
user=$(ask "select id from users where username = 'mira'")
check "the password is changed" 2?? "$(status -X PUT -H "$key" -H "$json" \
  -d '{"password":"after the leak was found"}' "$url/v1/users/$user/password")"
revoked=$(ask "select id from api_keys where user_id = '$user'")
check "the key is revoked" 2?? "$(status -X POST -H "$key" "$url/v1/api_keys/$revoked/revoke")"
stop
start
check "the leaked secret stays refused" 401 "$(secret "$old")"
check "the new secret works" 200 "$(secret "$new")"
check "the leaked password stays refused" 40[013] "$(login Zitronen-Falter-77)"
check "the new password works" 200 "$(login 'after the leak was found')"
check "the revoked key stays refused" 401 \
  "$(status -H 'X-Api-Key: 8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10' "$url/v1/whoami")"
check "the log tells of the revoked key" 1 "$(grep -c 'the API key was revoked' "$folder/log")"
stop

sed -i "s/$old/7d1f0b6de2a94f7ab35d7be0c4419e03/" "$world"
start
check "a changed value of the file is applied" 200 "$(secret 7d1f0b6de2a94f7ab35d7be0c4419e03)"
stop
sed -i "s/7d1f0b6de2a94f7ab35d7be0c4419e03/$new/" "$world"
line=$(grep -n "$new" "$world" | cut -d: -f1)
check "a retired secret as a new value is an error with its line" \
  "*world.toml:$line: \`client_secret\`*never accepted again*" \
  "$("$program" apply "$world" --data "$folder/data" 2>&1)"
finish
