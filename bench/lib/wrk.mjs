// wrk as the load generator: for HTTPS, and to check our generator against it (--wrk).
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('wrk.lua', import.meta.url));

/** Writes a string or number as Lua. */
function lua(value) {
  if (typeof value !== 'string') return String(value);
  const escape = (c) => `\\${String(c.charCodeAt(0)).padStart(3, '0')}`;
  return `"${value.replace(/[\\"\n\r]/g, escape)}"`;
}

/**
 * The command that sends a load at full speed: {command, env, read(output)}. `load` has
 * {url, question, fixed_body, list, connections, threads, seconds}.
 */
export function wrkCommand(file, { url, seconds, ...load }) {
  const fields = Object.entries(load)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} = ${lua(value)}`);
  writeFileSync(file, `return { ${fields.join(', ')} }\n`);
  return {
    command: ['wrk', `-t${load.threads}`, `-c${load.connections}`, `-d${seconds}s`, '--timeout',
      '30s', '-s', script, url],
    env: { BENCH_LOAD: file },
    read: (output) => output.match(/^BENCH (.*)$/m)?.[1],
  };
}
