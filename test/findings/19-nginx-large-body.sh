#!/usr/bin/env bash
# examples/gateways/nginx: a request body of any size must not make the check a 500, and refusals
# are JSON with the reason, never stored.
. "$(dirname "$0")/lib.sh"
command -v nginx >/dev/null || { echo "FAULT: nginx is not installed"; exit 2; }
start
free_port() {
  python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
chmod 755 "$folder"
api_port=$(free_port)
nginx_port=$(free_port)
python3 - "$api_port" <<'PYTHON' &
import http.server, sys
class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_POST(self):
        left = int(self.headers["Content-Length"] or 0)
        while left:
            left -= len(self.rfile.read(min(left, 65536)))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()
    do_GET = do_POST
    def log_message(self, *_):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Api).serve_forever()
PYTHON
pids+=($!)
disown $!
sed -e "s/127.0.0.1:8000/127.0.0.1:$nginx_port/; s/127.0.0.1:8080/127.0.0.1:$port/
  s/127.0.0.1:9000/127.0.0.1:$api_port/; s/location \/ {/&\n        client_max_body_size 20m;/" \
  "$here/../../examples/gateways/nginx/bearward.conf" >"$folder/bearward.conf"
{
  echo "daemon off; pid $folder/nginx.pid; error_log $folder/nginx.log; events {}"
  echo "http { access_log off;"
  for kind in client_body proxy fastcgi uwsgi scgi; do
    echo "${kind}_temp_path $folder/$kind;"
  done
  echo "include $folder/bearward.conf; }"
} >"$folder/nginx.conf"
nginx -e "$folder/nginx.log" -c "$folder/nginx.conf" &
nginx_pid=$!
disown "$nginx_pid"
pids+=("$nginx_pid")
listens() { ! answers 000 "http://127.0.0.1:$1/"; }
for one in "$nginx_port" "$api_port"; do eventually 10 listens "$one"; done
key=8a4f0f52-6c1e-4a55-9a3c-2b1d7e5f9c10
head -c 5000000 /dev/zero >"$folder/large"
for size in 100 1048576 1048577 5000000; do
  head -c "$size" "$folder/large" >"$folder/body"
  check "POST of $size bytes" 200 "$(status -H "X-Api-Key: $key" --data-binary "@$folder/body" \
    -H "Expect:" "http://127.0.0.1:$nginx_port/forms")"
done
refused=$(curl -si -m 10 "http://127.0.0.1:$nginx_port/forms" | tr -d '\r')
check "a refusal has the reason" 1 "$(grep -c '"code":"missing"' <<<"$refused")"
check "a refusal is JSON" 1 "$(grep -c '^Content-Type: application/problem+json$' <<<"$refused")"
check "a refusal is not stored" 1 "$(grep -c '^Cache-Control: no-store$' <<<"$refused")"
check "a refusal has one challenge" 1 "$(grep -ci '^www-authenticate:' <<<"$refused")"
kill "$nginx_pid"
stop
finish
