// The server process of better-auth: keys in SQLite, verified at POST /verify {"key": ...}.
// Its first line is JSON that says ready; it writes its keys into the given file.
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { DatabaseSync } from 'node:sqlite';

import { apiKey } from '@better-auth/api-key';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';

const [port, databaseFile, keysFile, count] = process.argv.slice(2);
const database = new DatabaseSync(databaseFile);
database.exec('PRAGMA journal_mode = WAL');
database.exec('PRAGMA synchronous = NORMAL');

const options = {
  database,
  baseURL: `http://127.0.0.1:${port}`,
  secret: '0123456789abcdef0123456789abcdef',
  emailAndPassword: { enabled: true },
  telemetry: { enabled: false },
  // The other servers of the benchmark do not count requests either.
  plugins: [apiKey({ rateLimit: { enabled: false } })],
};
const auth = betterAuth(options);
await (await getMigrations(options)).runMigrations();

const { user } = await auth.api.signUpEmail({
  body: { name: 'Ann', email: 'ann@bench.example', password: 'correct horse battery staple' },
});
const keys = [];
for (let i = 0; i < Number(count); ++i) {
  keys.push((await auth.api.createApiKey({ body: { name: `k${i}`, userId: user.id } })).key);
}
writeFileSync(keysFile, `${keys.join('\n')}\n`);

const server = http.createServer((question, answer) => {
  let text = '';
  question.on('data', (chunk) => (text += chunk));
  question.on('end', async () => {
    const { valid } = await auth.api.verifyApiKey({ body: { key: JSON.parse(text).key } });
    answer.writeHead(valid ? 200 : 401, { 'Content-Type': 'application/json' });
    answer.end(JSON.stringify({ valid }));
  });
});
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('{"ready":true}\n'));
