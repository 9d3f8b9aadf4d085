// The processes of a run: started pinned, known by pid, ended by pid.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { request } from './http.mjs';

/** A port of loopback that is free now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Running is one started process. */
class Running {
  constructor(name, child, logFile) {
    this.name = name;
    this.child = child;
    this.pid = child.pid;
    this.logFile = logFile;
    this.ended = new Promise((resolve) => child.once('exit', resolve));
    this.alive = true;
    this.ended.then(() => (this.alive = false));
  }

  log() {
    return readFileSync(this.logFile, 'utf8').slice(-2000);
  }

  firstLine() {
    return Promise.race([
      new Promise((resolve) => createInterface(this.child.stdout).once('line', resolve)),
      this.ended.then(() => Promise.reject(new Error(`${this.name} ended: ${this.log()}`))),
    ]);
  }

  /** Waits until the address answers anything at all. */
  async answers(url) {
    for (let tries = 0; tries < 1000; ++tries) {
      if (!this.alive) throw new Error(`${this.name} ended: ${this.log()}`);
      try {
        return await request(url);
      } catch {
        await sleep(20);
      }
    }
    throw new Error(`${this.name} does not answer at ${url}: ${this.log()}`);
  }

  async stop() {
    if (!this.alive) return;
    this.child.kill('SIGTERM');
    const late = sleep(8000).then(() => 'late');
    if ((await Promise.race([this.ended, late])) === 'late') {
      this.child.kill('SIGKILL');
      await this.ended;
    }
  }
}

export class Processes {
  constructor(folder) {
    this.folder = folder;
    this.running = new Set();
    this.count = 0;
  }

  /** Starts `command` on the given cores; `pipe` keeps its standard output for firstLine. */
  start(name, cores, command, args, { env = {}, cwd, pipe = false } = {}) {
    const logFile = path.join(this.folder, `${name}-${++this.count}.log`);
    const log = openSync(logFile, 'w');
    const child = spawn('taskset', ['-c', cores.join(','), command, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', pipe ? 'pipe' : log, log],
    });
    closeSync(log);
    return this.adopt(name, child, logFile);
  }

  /** Takes care of a child that was started elsewhere. */
  adopt(name, child, logFile) {
    const running = new Running(name, child, logFile);
    this.running.add(running);
    running.ended.then(() => this.running.delete(running));
    return running;
  }

  async stopAll() {
    await Promise.all([...this.running].map((one) => one.stop()));
  }
}

function statusOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name) => Number(text.match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'))?.[1] ?? 0);
    return { parent: field('PPid'), kib: field('VmRSS') };
  } catch {
    return { parent: 0, kib: 0 };  // it ended while we looked
  }
}

/** The resident memory of a process and its children, in MiB. */
export function residentMib(pid) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statusOf)
    .filter((status) => status.parent === pid);
  const kib = children.reduce((sum, child) => sum + child.kib, statusOf(pid).kib);
  return kib / 1024;
}
