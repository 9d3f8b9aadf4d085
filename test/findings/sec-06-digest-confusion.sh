#!/usr/bin/env bash
# The cached verdict of a key in X-Api-Key answers no question about a bearer token, whatever its
# characters are.
. "$(dirname "$0")/rights.bash"

guid=4a1c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44
zeros='\u0000\u0000\u0000\u0000\u0000\u0000\u0000'
ask() {
  curl -s -H "Authorization: Bearer $key" -H "$json" -d "{\"token\":\"$1\",\"scheme\":\"bearer\"}" \
    "$url/v1/verify" | jq -r '"\(.allowed) \(.reason)"'
}
check 'the key is live' 200 "$(status -H "X-Api-Key: $guid" "$url/v1/whoami")"
tagged="$zeros\tx-api-key$zeros\$$guid"
check 'the tagged text of 0.1.0 is refused' 400 "$(status -H "Authorization: Bearer $key" \
  -H "$json" -d "{\"token\":\"$tagged\",\"scheme\":\"bearer\"}" "$url/v1/verify")"
check 'the key as a bearer' 'false unknown' "$(ask "$guid")"
finish
