#!/usr/bin/env bash
# A client without the permission tokens:verify learns of its own tokens only, and the key sets tell
# nothing about the clients of other environments.
. "$(dirname "$0")/rights.bash"

rita=$(sign_in rita 'rita reads the forms')
active() {
  curl -s -u "$1" --data-urlencode "token=$2" "$url/oauth2/introspect" | jq -r .active
}
asker=asker:00112233445566778899aabbccddeef4
verifier=verifier:00112233445566778899aabbccddeef5
own=$(curl -s -u "$asker" -d grant_type=client_credentials \
  "$url/oauth2/token" | jq -r .access_token)
check 'its own token' true "$(active "$asker" "$own")"
check 'a session of a user' false "$(active "$asker" "$rita")"
check 'the key of the environment' false "$(active "$asker" "$key")"
check 'with the permission' true "$(active "$verifier" "$rita")"
check 'a client of another environment' 404 "$(status "$url/sso/jwks/sandbox-client")"
check 'a client id that nothing has' 404 "$(status "$url/sso/jwks/no-such-client")"
finish
