# shellcheck shell=bash
# node_suite.sh: what the `run` scripts of the folders with tests for Node.js share. A script
# sources it in its own folder, checks what its tests need, and calls run_suite.

suite=$(basename "$PWD")
node=$PWD/../../.ci/node/node_modules/.bin/node

# give_up <reason> ends the suite as one failed test.
give_up() {
  echo "$suite: $*"
  echo "0 passed, 1 failed"
  exit 1
}

[[ -x $node ]] || give_up "Node.js 22 is not installed in .ci/node; run ./dev setup"

# run_suite [<files at once>] runs every *.test.mjs of the folder. The last line is
# `N passed, N failed`; a cancelled test counts as failed, and so does a suite without a passed
# test.
run_suite() {
  local output code passed failed cancelled skipped
  npm ci --silent --no-audit --no-fund >/dev/null || give_up "npm ci failed"
  output=$(mktemp)
  # shellcheck disable=SC2064  # the file's name is fixed here
  trap "rm -f '$output'" EXIT
  "$node" --test --test-concurrency="${1:-1}" --test-reporter=tap ./*.test.mjs 2>&1 |
    tee "$output" | grep -vE '^ *(---|\.\.\.|duration_ms|type:)'
  code=${PIPESTATUS[0]}
  passed=$(sed -n 's/^# pass //p' "$output")
  failed=$(sed -n 's/^# fail //p' "$output")
  cancelled=$(sed -n 's/^# cancelled //p' "$output")
  skipped=$(sed -n 's/^# skipped //p' "$output")
  [[ ${skipped:-0} == 0 ]] || echo "$suite: $skipped skipped"
  failed=$((${failed:-0} + ${cancelled:-0}))
  [[ ($code -eq 0 && ${passed:-0} -gt 0) || $failed -gt 0 ]] || failed=1
  echo "${passed:-0} passed, $failed failed"
  [[ $failed -eq 0 ]]
}
