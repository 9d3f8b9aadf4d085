#!/usr/bin/env bash
# The time of a failed sign-in does not tell an unknown user from a known, inactive or locked one,
# nor how its hash was made: a rank test over interleaved samples finds no difference.
. "$(dirname "$0")/lib.sh"
world=$folder/world.toml
cat "$here/world.toml" - >"$world" <<'TOML'
[[organizations]]
name = "Low"
password_policy = "low"
[[users]]
username = "known"
password = "known password"
memberships = [{ organization = "Low", roles = [] }]
[[users]]
username = "inactive"
password = "inactive password"
active = false
[[users]]
username = "cheap"
password_hash = """$argon2id$v=19$m=9216,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
  AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"""
memberships = [{ organization = "Low", roles = [] }]
TOML
start
for i in 1 2 3 4 5; do
  status --interface 127.99.0.1 -d username=keys -d "password=no$i" "$url/auth/login" >/dev/null
done
python3 - "$port" >"$folder/result" <<'PYTHON'
import http.client, math, random, statistics, sys, threading, time

KINDS = {"unknown": None, "known": "known", "inactive": "inactive", "locked": "keys",
         "two memberships": "mira", "cheap hash": "cheap"}
samples = {kind: [] for kind in KINDS}
lock = threading.Lock()


def attempt(connection, name):
    body = f"username={name or 'u%06d' % random.randrange(10**6)}&password=wrong"
    begun = time.perf_counter()
    connection.request("POST", "/api/Account/Authenticate", body,
                       {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    answer.read()
    return answer.status, time.perf_counter() - begun


def client(number):
    for turn in range(14):
        # An address makes 6 attempts, which is below the limit of the throttle.
        source = f"127.{10 + number}.{turn}.1"
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]),
                                                source_address=(source, 0))
        for kind in random.sample(list(KINDS), len(KINDS)):
            status, seconds = attempt(connection, KINDS[kind])
            with lock:
                if status == 401:
                    samples[kind].append(seconds)
        connection.close()


clients = [threading.Thread(target=client, args=(number,)) for number in range(10)]
for one in clients:
    one.start()
for one in clients:
    one.join()


def rank_z(a, b):
    ordered = sorted([(value, 0) for value in a] + [(value, 1) for value in b])
    ranks = sum(rank for rank, (_, group) in enumerate(ordered, 1) if group == 0)
    n, m = len(a), len(b)
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return (ranks - n * (n + 1) / 2 - n * m / 2) / spread


for kind, times in samples.items():
    z = rank_z(times, samples["unknown"])
    verdict = "same" if abs(z) < 4 and len(times) > 100 else "different"
    median = 1000 * statistics.median(times)
    print(f"{kind}: {verdict}, {len(times)} samples, median {median:.1f} ms, z {z:+.2f}")
PYTHON
while IFS= read -r line; do
  check "${line%%:*}" '*same*' "${line#*: }"
done <"$folder/result"
check "all kinds were measured" 6 "$(grep -c same "$folder/result")"
stop
finish
