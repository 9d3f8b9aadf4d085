#!/usr/bin/env bash
# RFC 8414 section 3.1, RFC 9728 section 3.1: documents and endpoints of an issuer with a path.
. "$(dirname "$0")/lib.sh"
for base in "" /auth; do
  printf '[server]\nissuer = "https://example.com/auth"\n[dialects.oauth]\nbase = "%s"\n' "$base" \
    >"$folder/bearward.toml"
  start
  for document in oauth-authorization-server openid-configuration; do
    check "base '$base', $document, inserted" https://example.com/auth \
      "$(curl -s "$url/.well-known/$document/auth" | jq -r .issuer)"
    check "base '$base', $document, appended" https://example.com/auth \
      "$(curl -s "$url/auth/.well-known/$document" | jq -r .issuer)"
  done
  check "base '$base', protected resource" https://example.com/auth \
    "$(curl -s "$url/.well-known/oauth-protected-resource/auth" | jq -r .resource)"
  endpoint=$(curl -s "$url/.well-known/oauth-authorization-server/auth" | jq -r .token_endpoint)
  check "base '$base', token endpoint" 200 "$(status -u plain:8c1f0b6de2a94f7ab35d7be0c4419e02 \
    -d grant_type=client_credentials "$url/${endpoint#https://example.com/}")"
  stop
done
finish
