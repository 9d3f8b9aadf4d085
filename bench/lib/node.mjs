// The Node.js that the rivals ask for: npm's, or the one that runs this where there is none.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packaged = fileURLToPath(
  new URL(`../node_modules/node-linux-${process.arch}/bin/node`, import.meta.url));

export const node = existsSync(packaged) ? packaged : process.execPath;

export const nodeVersion = () => execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
