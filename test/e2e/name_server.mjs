// A DNS server on loopback that answers questions for TXT records (RFC 1035).
import dgram from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const noSuchName = 3;

function nameIn(query) {
  const labels = [];
  for (let at = headerBytes; query[at] !== 0; at += query[at] + 1) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
  }
  return labels.join('.');
}

function recordOf(text) {
  const data = Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc000 | headerBytes, 0);
  record.writeUInt16BE(16, 2); // TXT
  record.writeUInt16BE(1, 4); // IN
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

/** A server whose names are those of `records`, each with a list of texts of up to 255 bytes. */
export class NameServer {
  records = new Map();

  static async open() {
    const server = new NameServer();
    server.socket = dgram.createSocket('udp4');
    server.socket.on('message', (query, from) =>
      server.socket.send(server.answerTo(query), from.port, from.address),
    );
    server.socket.bind(0, '127.0.0.1');
    await once(server.socket, 'listening');
    server.socket.unref();
    return server;
  }

  get address() {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  answerTo(query) {
    const texts = this.records.get(nameIn(query));
    const question = query.subarray(headerBytes, query.indexOf(0, headerBytes) + 5);
    const header = Buffer.alloc(headerBytes);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | (texts ? 0 : noSuchName), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(texts?.length ?? 0, 6);
    return Buffer.concat([header, question, ...(texts ?? []).map(recordOf)]);
  }
}

/** The name server of all servers of this test program. */
export const nameServer = await NameServer.open();
