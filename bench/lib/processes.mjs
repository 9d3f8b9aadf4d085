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

  /** Waits until the address sends any response. */
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

  /** Ends a child that other code started, at the end of the run. */
  adopt(name, child, logFile) {
    const running = new Running(name, child, logFile);
    this.running.add(running);
    running.ended.then(() => this.running.delete(running));
    return running;
  }

  /** Ends the running processes that `which` selects. */
  async stopAll(which = () => true) {
    await Promise.all([...this.running].filter(which).map((one) => one.stop()));
  }
}

const pageKib = 4;
const tickSeconds = 0.01;

/** Parent, memory and used time of a process, from /proc. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may contain any character; the fields after it are numbers.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
    return { parent: fields[1], ticks: fields[11] + fields[12], pages: fields[21] };
  } catch {
    return { parent: 0, ticks: 0, pages: 0 };  // it ended while we looked
  }
}

/** The sum of a field over a process and its children. */
function sumOver(pid, field) {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((stat) => stat.parent === pid);
  return children.reduce((sum, child) => sum + child[field], statOf(pid)[field]);
}

/** The resident memory of a process and its children, in MiB. */
export const residentMib = (pid) => (sumOver(pid, 'pages') * pageKib) / 1024;

/** The processor time that a process and its children have used, in seconds. */
export const usedSeconds = (pid) => sumOver(pid, 'ticks') * tickSeconds;
