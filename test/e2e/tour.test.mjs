import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { root, start } from './server.mjs';

test('the tour walks all four dialects with curl', async (t) => {
  const server = await start(t);
  const tour = spawnSync(path.join(root, 'examples/tour.sh'), [server.http], { encoding: 'utf8' });
  assert.equal(tour.status, 0, tour.stdout + tour.stderr);
  assert.match(tour.stdout, /The tour is complete/);
});
