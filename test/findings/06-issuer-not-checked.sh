#!/usr/bin/env bash
# server.issuer is a URL to which the paths of the endpoints can be appended; others are refused.
. "$(dirname "$0")/lib.sh"
# configured ISSUER writes the configuration file.
configured() { printf '[server]\nissuer = "%s"\n' "$1" >"$folder/bearward.toml"; }
for issuer in https://id.example.com https://id.example.com/ http://127.0.0.1:8080; do
  configured "$issuer"
  start
  metadata=$(curl -s "$url/.well-known/oauth-authorization-server")
  check "$issuer is the issuer" "$issuer" "$(jq -r .issuer <<<"$metadata")"
  for member in token_endpoint introspection_endpoint revocation_endpoint; do
    endpoint=$(jq -r ".$member" <<<"$metadata")
    check "$member" 401 "$(status --path-as-is -d token=x -d grant_type=client_credentials \
      "$url/${endpoint#"${issuer%/}"/}")"
  done
  endpoint=$(jq -r .jwks_uri <<<"$metadata")
  check "jwks_uri" 200 "$(status --path-as-is "$url/${endpoint#"${issuer%/}"/}")"
  stop
done
for issuer in x id.example.com 'https://id.example.com?x=1' 'https://id.example.com#f' \
  ftp://id.example.com https:// 'https:// id.example.com' https://id.example.com//; do
  configured "$issuer"
  for command in "config check" "serve --data $folder/data --http 127.0.0.1:0 --https off"; do
    # shellcheck disable=SC2086  # the command is several words
    message=$(timeout 10 "$program" $command --config "$folder/bearward.toml" 2>&1)
    check "${command%% *} refuses $issuer" "1 *:2: server.issuer = \"*\" *" "$? $message"
  done
done
finish
