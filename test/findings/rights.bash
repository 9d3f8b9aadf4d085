# rights.bash: what the checks about rights share besides lib.sh, which it sources. Starts a server
# with the tenants of rights.toml.
#
#   sign_in USER PASSWORD     prints a WorkMobile token
#   application CLIENT_ID     prints the id of an application
#   by TOKEN CURL_OPTIONS     the status code of one request with that bearer token
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
world=$here/rights.toml
key=sk_test_rightsrightsrightsrights0000
json='Content-Type: application/json'
sign_in() {
  curl -s -d "username=$1" --data-urlencode "password=$2" "$url/api/Account/Authenticate"
}
application() { sqlite3 "$database" "select id from applications where client_id = '$1'"; }
by() {
  local token=$1
  shift
  status -H "Authorization: Bearer $token" "$@"
}
start
