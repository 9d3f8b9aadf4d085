// The rules and the dashboard of examples/monitoring name only series that a node really has, and
// the table of docs/operations/monitoring.md has exactly the alerts. promtool checks the rules,
// their cases and the metrics.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import YAML from 'yaml';
import { node, postgres } from './postgres.mjs';
import { ask, root } from './server.mjs';

const read = (name) => readFileSync(path.join(root, name), 'utf8');
const rules = YAML.parse(read('examples/monitoring/alerts.yml')).groups.flatMap((one) => one.rules);
const panels = JSON.parse(read('examples/monitoring/grafana.json')).panels;
const expressions = [
  ...rules.map((rule) => rule.expr),
  ...panels.flatMap((panel) => panel.targets.map((target) => target.expr)),
];

/** The series of an expression with the labels and values that its selector names. */
function selectors(expression) {
  const pattern = /\b((?:bearward|process)_\w+)(?:\{([^}]*)\})?/g;
  return [...expression.matchAll(pattern)].map(([, name, inside = '']) => ({
    name,
    labels: [...inside.matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)].map(([, label, sign, value]) => ({
      label,
      value: sign === '=' || sign === '!=' ? value : undefined,
    })),
  }));
}

/** Labels that Prometheus adds. */
const added = ['instance', 'job'];

test('every series and label of the rules and the dashboard exists on a node', async (t) => {
  const spool = mkdtempSync(path.join(tmpdir(), 'bearward-spool-'));
  t.after(() => rmSync(spool, { recursive: true, force: true }));
  // emails and the lease have metrics only where they exist
  const server = await node(t, await postgres(t), { env: { BEARWARD_MAIL__SPOOL: spool } });
  const metrics = (await ask(server, 'GET', '/metrics')).text;
  const wanted = expressions.flatMap(selectors);
  assert.ok(wanted.length > 30, 'the expressions are read');
  for (const { name, labels } of wanted) {
    const lines = metrics.split('\n').filter((line) => line.match(/^\w+/)?.[0] === name);
    assert.notEqual(lines.length, 0, `no series ${name}`);
    for (const { label, value } of labels.filter((one) => !added.includes(one.label))) {
      const part = value === undefined ? `${label}="` : `${label}="${value}"`;
      assert.ok(lines.some((line) => line.includes(part)), `${name} has no ${part}`);
    }
  }
  const used = rules.flatMap((rule) =>
    [...JSON.stringify(rule.annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label));
  for (const label of used.filter((one) => !added.includes(one))) {
    assert.ok(metrics.includes(`${label}="`), `no series has the label ${label}`);
  }
});

/** ./dev test puts promtool here (install_promtool in dev). */
const promtool = path.join(root, 'build-tools/promtool');
const missing = existsSync(promtool)
  ? false
  : 'promtool is missing: ./dev test installs it from Debian\'s package prometheus';
if (missing) console.error(`monitoring.test.mjs: ${missing}`);

/** What promtool says about its input; it fails for every fault, also one of style. */
function check(args, input) {
  const run = spawnSync(promtool, args, { input, encoding: 'utf8' });
  assert.equal(run.status, 0, `promtool ${args.join(' ')}: ${run.stdout}${run.stderr}`);
  return run.stdout + run.stderr;
}

test('promtool accepts the rules, and each alert has a case', { skip: missing }, () => {
  const folder = path.join(root, 'examples/monitoring');
  assert.match(check(['check', 'rules', `${folder}/alerts.yml`]), /SUCCESS: \d+ rules found/);
  assert.match(check(['test', 'rules', `${folder}/alerts_test.yml`]), /SUCCESS/);
  const cases = YAML.parse(read('examples/monitoring/alerts_test.yml')).tests;
  const fired = cases.flatMap((one) =>
    one.alert_rule_test.filter((each) => each.exp_alerts).map((each) => each.alertname));
  assert.deepEqual(fired.sort(), rules.map((rule) => rule.alert).sort());
});

test('promtool finds no fault in the metrics of a node', { skip: missing }, async (t) => {
  const server = await node(t, await postgres(t));
  check(['check', 'metrics'], (await ask(server, 'GET', '/metrics')).text);
});

test('the document explains every alert', () => {
  const table = read('docs/operations/monitoring.md').matchAll(/^\| `(Bearward\w+)` \|/gm);
  const explained = [...table].map(([, name]) => name);
  assert.deepEqual(explained.sort(), rules.map((rule) => rule.alert).sort());
});
