#!/usr/bin/env bash
# Every change says by which credential, from where and by which request, and what changed; refused
# and throttled sign-ins, client authentications and management calls are events too, but few.
. "$(dirname "$0")/lib.sh"
start
key='Authorization: Bearer sk_live_0000000000000000000000000000'
json='Content-Type: application/json'
count_events() { sqlite3 "$database" "select count(*) from events where $1"; }
event_of() { # event_of REQUEST TYPE: the changes, without what differs from run to run
  sqlite3 -separator ' ' "$database" "select type, actor_kind, substr(credential_id, 1, 4), address,
    json_object('changes', json_extract(data, '\$.changes'))
    from events where request_id = '$1' and type = '$2'"
}
change() { # change REQUEST METHOD PATH [BODY]
  status -X "$2" -H "$key" -H "$json" -H "X-Request-Id: $1" ${4:+-d "$4"} "$url$3" >/dev/null
}

change limit-1 PUT /v1/organizations/org_nord/rate_limit '{"rate_limit":"9000/1s"}'
change off-1 POST /v1/users/user_mira/deactivate
change pass-1 PUT /v1/users/user_mira/password '{"password":"canary-Zitrone-99"}'
by='environment key_ 127.0.0.1'
check "a change says by what, from where, and what" \
  "organization.updated $by {\"changes\":{\"rate_limit\":{\"after\":\"9000/1s\"}}}" \
  "$(event_of limit-1 organization.updated)"
check "a switch says before and after" \
  "user.updated $by {\"changes\":{\"active\":{\"before\":true,\"after\":false}}}" \
  "$(event_of off-1 user.updated)"
check "of a password only the name is written" \
  "user.password_changed $by {\"changes\":{\"password\":{}}}" \
  "$(event_of pass-1 user.password_changed)"

for i in $(seq 60); do
  status -d username=vera -d "password=canary-$i" "$url/auth/login" >/dev/null
done
for i in $(seq 20); do
  status -u "nobody:canary-$i" -d grant_type=client_credentials "$url/oauth2/token" >/dev/null
done
stop # writes the repeats that wait for the end of their interval
refusals() { # refusals TYPE: how many refusals its events stand for
  sqlite3 "$database" "select coalesce(sum(json_extract(data, '\$.count')), 0) from events
    where type like '$1' and type <> 'login.locked'"
}
check "every refused or throttled sign-in is counted" 60 "$(refusals 'login.%')"
check "in few events" '[2-9]' "$(count_events "type like 'login.%'")"
check "every refused or throttled client too" 20 "$(refusals 'client.%')"
check "no secret is in an event" 0 "$(count_events \
  "data || target || actor_id || request_id || credential_id like '%canary%'")"
check "the log says when and why it ended" \
  '*"msg":"stopped","reason":"SIGTERM","requests":83*' "$(grep '"stopped"' "$folder/log")"
check "and what was started" '*"version":"*"http":"http://*"data":"*"issuer":"http*' \
  "$(grep '"started"' "$folder/log")"
finish
