// A receiver of requests on loopback.
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import https from 'node:https';

/** A receiver that keeps every request; it can be killed and started again at its address. */
export class Receiver extends EventEmitter {
  requests = [];
  /** Returns the status of the answer to a request, or its status and text. */
  respond = () => 200;

  /** With `tls`, a certificate and its key, it serves HTTPS. */
  static async open(t, tls) {
    const receiver = new Receiver();
    receiver.tls = tls;
    await receiver.listen(0);
    t.after(() => receiver.kill());
    return receiver;
  }

  async listen(port = this.port) {
    const serve = async (request, answer) => {
      let body = '';
      for await (const bytes of request) body += bytes;
      const { method, url, headers } = request;
      const given = this.respond(body, request);
      const { status, text } = typeof given === 'number' ? { status: given } : given;
      answer.writeHead(status).end(text);
      this.requests.push({ method, url, headers, body });
      this.emit('request');
    };
    this.server = this.tls ? https.createServer(this.tls, serve) : http.createServer(serve);
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = this.server.address().port;
  }

  kill() {
    this.server.closeAllConnections();
    this.server.close();
  }

  get url() {
    return `${this.tls ? 'https://localhost' : 'http://127.0.0.1'}:${this.port}/hook`;
  }

  /** Waits until the condition holds, which each request may change. */
  async until(condition, seconds = 60) {
    const signal = AbortSignal.timeout(seconds * 1000);
    while (!condition()) await once(this, 'request', { signal });
  }
}
