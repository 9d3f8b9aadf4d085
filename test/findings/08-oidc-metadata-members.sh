#!/usr/bin/env bash
# OpenID Connect Discovery 1.0 section 3: strict clients refuse a document without these members.
. "$(dirname "$0")/lib.sh"
start
metadata=$(curl -s "$url/.well-known/openid-configuration")
for member in issuer jwks_uri authorization_endpoint token_endpoint response_types_supported \
  subject_types_supported id_token_signing_alg_values_supported; do
  check "$member" true "$(jq "has(\"$member\")" <<<"$metadata")"
done
issuer=$(jq -r .issuer <<<"$metadata")
endpoint=$(jq -r .authorization_endpoint <<<"$metadata")
check "the authorization endpoint exists and offers nothing" "400 unsupported_response_type" \
  "$(curl -s -w '%{stderr}%{http_code} ' "$url${endpoint#"$issuer"}?response_type=code" 2>&1 |
    jq -r .error 2>/dev/null | sed 's/^/400 /')"
stop
finish
