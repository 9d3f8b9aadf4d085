// The machine of the measurement, and the duty of each core.
import { execFileSync } from 'node:child_process';
import os from 'node:os';


function version(command, args, pattern) {
  try {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const text = execFileSync(command, args, { encoding: 'utf8', stdio });
    return text.match(pattern)?.[0] ?? text.split('\n')[0].trim();
  } catch {
    return 'not there';
  }
}

/** The versions of everything that is measured or measures. */
function versions() {
  const package_ = (name) => version('dpkg-query', ['-W', '-f=${Version}', name], /\S+/);
  return {
    nginx: package_('nginx'),
    haproxy: package_('haproxy'),
    caddy: package_('caddy'),
    glewlwyd: package_('glewlwyd'),
    postgresql: package_('postgresql-15'),
    wrk: package_('wrk'),
    openssl: version('openssl', ['version'], /OpenSSL \S+/),
    node: process.version,
  };
}

/** Model, cores, kernel, date and versions. */
export function describeMachine() {
  return {
    date: new Date().toISOString().slice(0, 16) + 'Z',
    cpu: os.cpus()[0].model.trim(),
    cores: os.cpus().length,
    memory_gib: Math.round(os.totalmem() / 2 ** 30),
    kernel: os.release(),
    load_before: os.loadavg()[0],
    versions: versions(),
  };
}

/**
 * Core 0 is for the server. With three cores or more, core 1 is for the API behind a gateway, and
 * the others make load. With two, gateway and API share core 0, for us and for the rival alike.
 */
export function layoutOf(cores) {
  if (cores < 2) throw new Error('a server and a load generator need two cores');
  const all = Array.from({ length: cores }, (_, core) => core);
  const rest = all.slice(1);
  if (cores === 2) return { server: [0], behind: [0], client: rest, gatewayClient: rest };
  return { server: [0], behind: [1], client: rest, gatewayClient: all.slice(2) };
}
