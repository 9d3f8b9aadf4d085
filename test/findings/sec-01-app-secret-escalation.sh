#!/usr/bin/env bash
# Who manages applications must not take over one that holds more than the manager: resetting or
# adding a secret hands out all that the application holds.
. "$(dirname "$0")/rights.bash"

cleo=$(sign_in cleo 'cleo keeps the clients')
chloe=$(sign_in chloe 'chloe is the chief')
for act in reset_secret secrets disable enable; do
  check "$act of a stronger application" 403 \
    "$(by "$cleo" -X POST "$url/v1/applications/$(application strong)/$act")"
done
check 'its rate limit' 403 "$(by "$cleo" -X PUT -H "$json" -d '{"rate_limit":"1/1s"}' \
  "$url/v1/applications/$(application strong)/rate_limit")"
lina=$(sign_in lina 'lina keeps the links')
for profile in reader writer; do
  check "by cleo, who lacks its access: $profile" 403 \
    "$(by "$cleo" -X POST "$url/v1/applications/$(application $profile)/reset_secret")"
  check "by lina, who holds objects:read, write and link: $profile" 200 \
    "$(by "$lina" -X POST "$url/v1/applications/$(application $profile)/reset_secret")"
done
check 'the secret of the stronger one still works' 200 "$(status -u \
  strong:00112233445566778899aabbccddeef0 -d grant_type=client_credentials "$url/oauth2/token")"
check 'a weaker application' 200 \
  "$(by "$cleo" -X POST "$url/v1/applications/$(application weak)/reset_secret")"
check 'the chief may reset the stronger one' 200 \
  "$(by "$chloe" -X POST "$url/v1/applications/$(application strong)/reset_secret")"
finish
