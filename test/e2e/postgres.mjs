// A private PostgreSQL server for the tests of nodes, and nodes on it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root, start } from './server.mjs';

const masterKey = `test:${'0123456789abcdef'.repeat(4)}\n`;

/** A server that is stopped and removed with the test. */
export async function postgres(t) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bearward-pg-'));
  const server = new Postgres(folder);
  t.after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  writeFileSync(path.join(folder, 'master.key'), masterKey, { mode: 0o600 });
  await server.start();
  return server;
}

class Postgres {
  constructor(folder) {
    this.folder = folder;
    this.url = `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=bearward`;
  }

  /** Starts the server, with its data if it ran before, and waits until it accepts clients. */
  async start() {
    // A commit must reach the kernel before it is answered: stop() ends the server abruptly.
    const options = ['-c', 'synchronous_commit=on', '-c', 'full_page_writes=on'];
    this.process = spawn(path.join(root, 'test/postgres/serve'), [this.folder, ...options], {
      stdio: 'ignore',
    });
    this.ended = once(this.process, 'exit');
    for (;;) {
      if (await this.#accepts()) return;
      const ended = await Promise.race([this.ended, this.#turn()]);
      if (ended) throw new Error(`PostgreSQL does not start; see ${this.folder}`);
    }
  }

  /** Ends the server as a crash does ("immediate"). */
  async stop() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGQUIT');
    await this.ended;
  }

  /** Runs SQL with psql and returns its output without decoration. */
  sql(text) {
    const done = spawnSync('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text, this.url], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new Error(done.stderr);
    return done.stdout.trim();
  }

  async #accepts() {
    const done = spawn('psql', ['-XAtqc', 'SELECT 1', this.url], { stdio: 'ignore' });
    const [code] = await once(done, 'exit');
    return code === 0;
  }

  #turn() {
    return new Promise((resolve) => setImmediate(resolve, false));
  }
}

/** A node of the database, in a data folder of its own. */
export function node(t, database, { env = {}, ...options } = {}) {
  return start(t, {
    ...options,
    env: {
      BEARWARD_STORAGE__URL: database.url,
      BEARWARD_MASTER_KEY_FILE: path.join(database.folder, 'master.key'),
      BEARWARD_LOG__REQUESTS: 'false',
      ...env,
    },
  });
}

/** Sends one request without waiting for the answer: the promise of its status code. */
export function sendNow(server, target, token) {
  const { hostname, port } = new URL(server.http);
  const socket = createConnection({ host: hostname, port });
  const status = new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes;
      if (text.includes('\r\n\r\n')) {
        resolve(Number(text.slice(9, 12)));
        socket.destroy();
      }
    });
    socket.on('error', reject);
  });
  const sent = new Promise((resolve) =>
    socket.write(
      `GET ${target} HTTP/1.1\r\nHost: node\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      resolve,
    ),
  );
  return { sent, status };
}
