// A small HTTP client for set-up and for checks of responses; it makes no load.
import http from 'node:http';

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });

/** One exchange: {status, headers, text, json()}. `form`, `json` and `text` are bodies. */
export function request(url, { method, headers = {}, form, json, text } = {}) {
  let body = text;
  const all = { ...headers };
  if (form) {
    body = new URLSearchParams(form).toString();
    all['Content-Type'] = 'application/x-www-form-urlencoded';
  } else if (json) {
    body = JSON.stringify(json);
    all['Content-Type'] = 'application/json';
  }
  if (body !== undefined) all['Content-Length'] = Buffer.byteLength(body);
  return new Promise((resolve, reject) => {
    const exchange = http.request(
      url,
      { agent, headers: all, method: method ?? (body === undefined ? 'GET' : 'POST') },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const got = Buffer.concat(chunks).toString();
          resolve({ status: answer.statusCode, headers: answer.headers, text: got,
            json: () => JSON.parse(got) });
        });
      },
    );
    exchange.on('error', reject);
    exchange.end(body);
  });
}

/** Like request, but any other status than the expected one is an error with the response. */
export async function expect(status, url, options) {
  const answer = await request(url, options);
  if (answer.status !== status) {
    const said = answer.text.slice(0, 500);
    throw new Error(`${url} answered ${answer.status}, not ${status}: ${said}`);
  }
  return answer;
}

/** Calls `one(index)` `count` times, some concurrently; returns the results in order. */
export async function collect(count, one, atOnce = 32) {
  const results = new Array(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      results[index] = await one(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

export const basic = (name, secret) =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
