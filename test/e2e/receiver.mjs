// A receiver of webhooks on loopback.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';

/** A receiver that keeps every request; it can be killed and started again at its address. */
export class Receiver extends EventEmitter {
  requests = [];
  respond = () => 200;

  static async open(t) {
    const receiver = new Receiver();
    await receiver.listen(0);
    t.after(() => receiver.kill());
    return receiver;
  }

  async listen(port = this.port) {
    this.server = createServer(async (request, answer) => {
      let body = '';
      for await (const bytes of request) body += bytes;
      answer.writeHead(this.respond(body)).end();
      this.requests.push({ headers: request.headers, body });
      this.emit('request');
    });
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
  }

  kill() {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url() {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Waits until the condition holds, which each request may change. */
  async until(condition, seconds = 60) {
    const signal = AbortSignal.timeout(seconds * 1000);
    while (!condition()) await once(this, 'request', { signal });
  }
}
