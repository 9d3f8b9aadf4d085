#!/usr/bin/env bash
# 16: client assertions (RFC 7523) with fractions in their dates, an audience in a list, `typ` in
# another case, or a life of an hour are accepted; a refusal is logged with its reason. All of them
# were 401, and neither the client nor the log could tell why.
. "$(dirname "$0")/lib.sh"
openssl ecparam -name prime256v1 -genkey -noout -out "$folder/client.pem"
jwks=$(openssl ec -in "$folder/client.pem" -pubout -outform DER 2>/dev/null |
  tail -c 64 | python3 -c '
import base64, json, sys
point = sys.stdin.buffer.read()
text = lambda part: base64.urlsafe_b64encode(part).rstrip(b"=").decode()
print(json.dumps({"keys": [{"kty": "EC", "crv": "P-256", "kid": "k",
                            "x": text(point[:32]), "y": text(point[32:])}]}))')
{
  cat "$world"
  printf '\n[[applications]]\nname = "Signer"\norganization = "Nord"\nclient_id = "signer"\n'
  printf 'permissions = ["forms:read"]\njwks = '"'%s'"'\n' "$jwks"
} >"$folder/world.toml"
world=$folder/world.toml
export BEARWARD_SERVER__ISSUER=https://id.example.com
start
ask() { # ask WANT NAME HEADER PAYLOAD: members that are added to a good assertion, as Python dicts
  local got
  got=$(python3 - "$url" "$folder/client.pem" "$3" "$4" <<'PYTHON'
import base64, json, subprocess, sys, time, urllib.error, urllib.parse, urllib.request, uuid
url, key, header, payload = sys.argv[1:]
now = int(time.time())
text = lambda data: base64.urlsafe_b64encode(data).rstrip(b"=").decode()
head = {"alg": "ES256", "kid": "k", "typ": "JWT", **eval(header)}
claims = {"iss": "signer", "sub": "signer", "aud": "https://id.example.com",
          "jti": str(uuid.uuid4()), "iat": now, "exp": now + 60, **eval(payload)}
signed = text(json.dumps(head).encode()) + "." + text(json.dumps(claims).encode())
der = subprocess.run(["openssl", "dgst", "-sha256", "-sign", key], input=signed.encode(),
                     capture_output=True).stdout
at = 4 + der[3]
halves = [der[4:at], der[at + 2:]]
raw = b"".join(half.lstrip(b"\0").rjust(32, b"\0") for half in halves)
form = urllib.parse.urlencode({
    "grant_type": "client_credentials", "client_assertion": signed + "." + text(raw),
    "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"})
try:
    print(urllib.request.urlopen(url + "/oauth2/token", form.encode()).status)
except urllib.error.HTTPError as error:
    print(error.code)
PYTHON
  )
  check "$2" "$1" "$got"
}
ask 200 'plain' '{}' '{}'
ask 200 'exp with a fraction' '{}' '{"exp": now + 60.25}'
ask 200 'iat and nbf with fractions' '{}' '{"iat": now + 0.5, "nbf": now - 1.5}'
ask 200 'audience in a list' '{}' \
  '{"aud": ["https://other", "https://id.example.com/oauth2/token"]}'
ask 200 'typ in another case' '{"typ": "Client-Authentication+JWT"}' '{}'
ask 200 'a life of an hour' '{}' '{"exp": now + 3600}'
ask 401 'expired' '{}' '{"exp": now - 90.5}'
ask 401 'exp as text' '{}' '{"exp": str(now + 60)}'
ask 401 'another audience' '{}' '{"aud": ["https://other"]}'
ask 401 'typ of an access token' '{"typ": "at+jwt"}' '{}'
ask 401 'a life of two hours' '{}' '{"exp": now + 7200}'
reasons=$(grep '"status":401' "$folder/log" |
  sed -n 's/.*"detail":"\(client assertion[^"]*\)".*/\1/p' | sort -u | wc -l)
check 'the log names five reasons' 5 "$reasons"
finish
