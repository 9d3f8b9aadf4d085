#!/usr/bin/env bash
# A role that grants no permission still opens objects, and gateways forward it. A manager without
# it must not act as a user who has it.
. "$(dirname "$0")/rights.bash"

paul=$(sign_in paul 'paul keeps the people')
check 'a key for a holder of the role' 403 \
  "$(by "$paul" -X POST "$url/v1/users/user_sven/api_key")"
check 'the password of that user' 403 "$(by "$paul" -X PUT -H "$json" \
  -d '{"password":"taken by paul"}' "$url/v1/users/user_sven/password")"
check 'a key for a reader' 201 "$(by "$paul" -X POST "$url/v1/users/user_rita/api_key")"
check 'the environment may' 201 "$(by "$key" -X POST "$url/v1/users/user_sven/api_key")"
finish
