// A peer of HTTP/2 that sends frames byte by byte, for cases that no client library can produce.
import { once } from 'node:events';
import tls from 'node:tls';

export const Type = {
  DATA: 0, HEADERS: 1, PRIORITY: 2, RST_STREAM: 3, SETTINGS: 4, PUSH_PROMISE: 5, PING: 6,
  GOAWAY: 7, WINDOW_UPDATE: 8, CONTINUATION: 9,
};
export const Flag = { ACK: 1, END_STREAM: 1, END_HEADERS: 4, PADDED: 8, PRIORITY: 32 };
export const Code = {
  NO_ERROR: 0, PROTOCOL_ERROR: 1, INTERNAL_ERROR: 2, FLOW_CONTROL_ERROR: 3, SETTINGS_TIMEOUT: 4,
  STREAM_CLOSED: 5, FRAME_SIZE_ERROR: 6, REFUSED_STREAM: 7, CANCEL: 8, COMPRESSION_ERROR: 9,
};
export const Setting = {
  HEADER_TABLE_SIZE: 1, ENABLE_PUSH: 2, MAX_CONCURRENT_STREAMS: 3, INITIAL_WINDOW_SIZE: 4,
  MAX_FRAME_SIZE: 5,
};

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

export function frame(type, flags, stream, payload = Buffer.alloc(0)) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream >>> 0, 5);
  return Buffer.concat([head, payload]);
}

export function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** The payload of SETTINGS, from pairs of an identifier and a value. */
export function settings(...pairs) {
  return Buffer.concat(pairs.map(([id, value]) => {
    const bytes = Buffer.alloc(6);
    bytes.writeUInt16BE(id);
    bytes.writeUInt32BE(value >>> 0, 2);
    return bytes;
  }));
}

/** A text of HPACK without Huffman coding (RFC 7541 section 5.2), shorter than 127 bytes. */
export function text(value) {
  return Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
}

/** A field as a literal without indexing, with a new name (RFC 7541 section 6.2.2). */
export function field(name, value) {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

/** A header block of fields, each a pair or bytes. */
export function block(...fields) {
  return Buffer.concat(fields.map((one) => (Buffer.isBuffer(one) ? one : field(...one))));
}

/** The pseudo fields of a request, with changes; undefined omits one. */
export function request(changes = {}, ...more) {
  const usual = { ':method': 'GET', ':scheme': 'https', ':path': '/livez', ':authority': 'a.test' };
  const pseudo = Object.entries({ ...usual, ...changes });
  return block(...pseudo.filter(([, value]) => value !== undefined), ...more);
}

const patience = 5000;

export class Peer {
  constructor(socket) {
    this.socket = socket;
    this.frames = [];
    this.closed = false;
    this.changed = () => {};
    let bytes = Buffer.alloc(0);
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      while (bytes.length >= 9 && bytes.length >= 9 + bytes.readUIntBE(0, 3)) {
        const length = bytes.readUIntBE(0, 3);
        this.#take({
          type: bytes[3], flags: bytes[4], stream: bytes.readUInt32BE(5) & 0x7fffffff,
          payload: bytes.subarray(9, 9 + length),
        });
        bytes = bytes.subarray(9 + length);
      }
      this.changed();
    });
    for (const end of ['end', 'close', 'error']) {
      socket.on(end, () => {
        this.closed = true;
        this.changed();
      });
    }
  }

  /** A connection over TLS with ALPN h2, before its preface. */
  static async connect(port, ca) {
    const socket = tls.connect({ port, host: '127.0.0.1', ca, ALPNProtocols: ['h2'] });
    await once(socket, 'secureConnect');
    return new Peer(socket);
  }

  #take(got) {
    this.frames.push(got);
    const isSettings = got.type === Type.SETTINGS && !(got.flags & Flag.ACK);
    if (isSettings) this.send(Type.SETTINGS, Flag.ACK, 0);
  }

  /**
   * Sends the preface with SETTINGS and waits for those of the server and its acknowledgement. It
   * fails if the connection ends before: then the case itself would never be sent.
   */
  async begin(...pairs) {
    this.raw(preface);
    this.send(Type.SETTINGS, 0, 0, settings(...pairs));
    const fits = (got) => got.type === Type.SETTINGS && got.flags & Flag.ACK;
    const got = await this.next(fits, 'acknowledgement');
    if (!got) throw new Error(`the connection has ended; received ${this.seen()}`);
  }

  raw(...buffers) {
    if (!this.socket.destroyed) this.socket.write(Buffer.concat(buffers));
  }

  send(type, flags, stream, payload) {
    this.raw(frame(type, flags, stream, payload));
  }

  headers(stream, fields = request(), flags = Flag.END_STREAM | Flag.END_HEADERS) {
    this.send(Type.HEADERS, flags, stream, fields);
  }

  /** The first frame that fits, taken out of the list; undefined if the connection ends. */
  async next(fits, wanted) {
    const deadline = Date.now() + patience;
    for (;;) {
      const index = this.frames.findIndex(fits);
      if (index >= 0) return this.frames.splice(index, 1)[0];
      if (this.closed) return undefined;
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`no ${wanted}; received ${this.seen()}`);
      let timer;
      await new Promise((resolve) => {
        timer = setTimeout(resolve, left);
        this.changed = resolve;
      });
      clearTimeout(timer);
    }
  }

  /** What was received and not yet taken, for a message. */
  seen() {
    const names = Object.keys(Type);
    const described = this.frames.map((got) =>
      `${names[got.type] ?? got.type} ${got.payload.toString('hex').slice(0, 32)}`);
    return described.join(', ') || 'nothing';
  }

  end() {
    this.socket.destroy();
  }
}

const codeOf = (got) => got.payload.readUInt32BE(got.type === Type.GOAWAY ? 4 : 0);
const named = (codes) => codes.map((code) => Object.keys(Code)[code]).join(' or ');

/** The expectations of a case: each resolves, or fails with what was received instead. */
export const expect = {
  /** GOAWAY with one of the codes, or the end of the connection. */
  connectionError: (...codes) => async (peer) => {
    const got = await peer.next((one) => one.type === Type.GOAWAY, `GOAWAY ${named(codes)}`);
    if (got && !codes.includes(codeOf(got))) throw new Error(`GOAWAY has code ${codeOf(got)}`);
  },
  /** RST_STREAM with one of the codes, or a connection error. */
  streamError: (...codes) => async (peer) => {
    const fits = (one) => one.type === Type.GOAWAY || one.type === Type.RST_STREAM;
    const got = await peer.next(fits, `RST_STREAM ${named(codes)}`);
    if (got && !codes.includes(codeOf(got))) throw new Error(`the code is ${codeOf(got)}`);
  },
  /** The end of the connection, with or without GOAWAY. */
  close: async (peer) => {
    const got = await peer.next((one) => one.type === Type.GOAWAY, 'the end');
    if (got) await peer.next(() => false, 'the end');
  },
  /** A response on a stream. */
  response: (stream = 1) => async (peer) => {
    const fits = (one) => one.type === Type.HEADERS && one.stream === stream;
    if (!(await peer.next(fits, 'response'))) throw new Error('the connection has ended');
  },
  /** The acknowledgement of a PING that is sent now: the connection goes on. */
  goesOn: async (peer) => {
    const payload = Buffer.from('goes on!');
    peer.send(Type.PING, 0, 0, payload);
    const fits = (one) => one.type === Type.PING && one.payload.equals(payload);
    if (!(await peer.next(fits, 'acknowledgement'))) throw new Error('the connection has ended');
  },
  /** DATA of exactly this length on the stream. */
  data: (length, stream = 1) => async (peer) => {
    const fits = (one) => one.type === Type.DATA && one.stream === stream;
    const got = await peer.next(fits, `DATA of ${length} bytes`);
    if (got?.payload.length !== length) throw new Error(`DATA has ${got?.payload.length} bytes`);
  },
};
