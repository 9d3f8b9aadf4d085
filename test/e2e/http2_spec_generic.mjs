// The generic cases of h2spec 2.6: what every peer may send and must be answered.
import { Code, Flag, Type, block, expect, field, request, text, uint32 } from './http2_peer.mjs';

const { END_HEADERS, END_STREAM, PADDED, PRIORITY } = Flag;
const open = END_HEADERS;
const whole = END_HEADERS | END_STREAM;
const post = request({ ':method': 'POST', ':path': '/auth/login' });
const body = Buffer.from('{"username":"a","password":"b"}');
const answer = expect.response();
const priority = (on, weight) => Buffer.concat([uint32(on), Buffer.from([weight])]);

// Texts of RFC 7541 appendix C.4 with Huffman coding.
const huffman = {
  name: Buffer.from('8825a849e95ba97d7f', 'hex'), // custom-key
  value: Buffer.from('8925a849e95bb8e8b4bf', 'hex'), // custom-value
  host: Buffer.from('8cf1e3c2e5f23a6ba0ab90f4ff', 'hex'), // www.example.com
};
const asks = (...fields) => (peer) => peer.headers(1, block(request(), ...fields));
/** A literal: its first byte with the index of the name, or a name, and the value. */
const literal = (first, ...texts) => Buffer.concat([Buffer.from([first]), ...texts]);
const userAgent = 58; // in the static table
const literals = [
  literal(0x40 | userAgent, text('h2')), literal(0x40 | userAgent, huffman.value),
  literal(0x40, text('custom-key'), text('custom-value')),
  literal(0x40, huffman.name, huffman.value),
  literal(0x0f, Buffer.from([userAgent - 15]), text('h2')),
  literal(0x0f, Buffer.from([userAgent - 15]), huffman.value),
  field('custom-key', 'custom-value'), literal(0x00, huffman.name, huffman.value),
  literal(0x1f, Buffer.from([userAgent - 15]), text('h2')),
  literal(0x1f, Buffer.from([userAgent - 15]), huffman.value),
  literal(0x10, text('custom-key'), text('custom-value')),
  literal(0x10, huffman.name, huffman.value),
];

/** A complete request, then one frame on its stream; the connection goes on. */
const afterRequest = (type, payload) => (peer) => {
  peer.headers(1);
  peer.send(type, 0, 1, payload);
};

export const generic = [
  // 1, 2: the start, and the states of streams.
  ['1.1', () => {}, expect.goesOn],
  ['2.1', (peer) => peer.send(Type.PRIORITY, 0, 1, priority(0, 255)), expect.goesOn],
  ['2.2', afterRequest(Type.WINDOW_UPDATE, uint32(1)), answer],
  ['2.3', afterRequest(Type.PRIORITY, priority(0, 255)), answer],
  ['2.4', afterRequest(Type.RST_STREAM, uint32(Code.CANCEL)), expect.goesOn],
  ['2.5', async (peer) => {
    peer.headers(1);
    await peer.next((got) => got.stream === 1 && got.flags & END_STREAM, 'the end of the response');
    peer.send(Type.PRIORITY, 0, 1, priority(0, 255));
  }, expect.goesOn],
  // 3: frames.
  ...[1, 2].map((frames) => [`3.1.${frames}`, (peer) => {
    peer.headers(1, post, open);
    if (frames === 2) peer.send(Type.DATA, 0, 1, Buffer.alloc(0));
    peer.send(Type.DATA, END_STREAM, 1, body);
  }, answer]),
  ['3.1.3', (peer) => {
    peer.headers(1, post, open);
    const padded = Buffer.concat([Buffer.from([5]), body, Buffer.alloc(5)]);
    peer.send(Type.DATA, END_STREAM | PADDED, 1, padded);
  }, answer],
  ['3.2.1', (peer) => peer.headers(1), answer],
  ['3.2.2', (peer) => {
    const padded = Buffer.concat([Buffer.from([5]), request(), Buffer.alloc(5)]);
    peer.headers(1, padded, whole | PADDED);
  }, answer],
  ['3.2.3', (peer) =>
    peer.headers(1, Buffer.concat([priority(0, 255), request()]), whole | PRIORITY), answer],
  ...[[1, priority(0, 0)], [2, priority(0, 255)], [3, priority(3, 15)],
    [4, priority(0x80000003, 15)]].map(([number, payload]) => [`3.3.${number}`, (peer) => {
    peer.send(Type.PRIORITY, 0, 1, payload);
    peer.headers(1);
  }, answer]),
  ['3.3.5', (peer) => {
    peer.send(Type.PRIORITY, 0, 7, priority(0, 15));
    peer.headers(3);
  }, expect.response(3)],
  ['3.4.1', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.RST_STREAM, 0, 1, uint32(Code.CANCEL));
  }, expect.goesOn],
  ['3.5.1', (peer) => peer.send(Type.SETTINGS, 0, 0), async (peer) => {
    const fits = (got) => got.type === Type.SETTINGS && got.flags & Flag.ACK;
    if (!(await peer.next(fits, 'acknowledgement'))) throw new Error('the connection has ended');
  }],
  ['3.7.1', () => {}, expect.goesOn],
  ['3.8.1', (peer) => peer.send(Type.GOAWAY, 0, 0, Buffer.alloc(8)), async (peer) => {
    // The peer may close, or answer a PING.
    peer.send(Type.PING, 0, 0, Buffer.alloc(8));
    await peer.next((got) => got.type === Type.PING, 'acknowledgement or the end');
  }],
  ['3.9.1', (peer) => {
    peer.send(Type.WINDOW_UPDATE, 0, 0, uint32(1));
    peer.headers(1);
  }, answer],
  ['3.9.2', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.WINDOW_UPDATE, 0, 1, uint32(1));
    peer.send(Type.DATA, END_STREAM, 1, body);
  }, answer],
  ...[1, 2].map((frames) => [`3.10.${frames}`, (peer) => {
    peer.headers(1, request(), END_STREAM);
    if (frames === 2) peer.send(Type.CONTINUATION, 0, 1, field('x-one', '1'));
    peer.send(Type.CONTINUATION, END_HEADERS, 1, field('x-two', '2'));
  }, answer]),
  // 4: exchanges of messages.
  ['4.1', (peer) => peer.headers(1), answer],
  ['4.2', (peer) => peer.headers(1, request({ ':method': 'HEAD' })), answer],
  ['4.3', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, END_STREAM, 1, body);
  }, answer],
  ['4.4', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, 0, 1, body);
    peer.headers(1, block(['x-trailer', 'ok']), whole);
  }, answer],
  // 5: HPACK.
  ['5.1', (peer) => {
    const indexed = Buffer.from([0x82, 0x87]); // GET, https
    peer.headers(1, block(indexed, [':path', '/livez'], literal(0x41, huffman.host)));
  }, answer],
  ...literals.map((one, index) => [`5.${index + 2}`, asks(one), answer]),
  ['5.14', (peer) => peer.headers(1, block(Buffer.from([0x20]), request())), answer],
  ['5.15', (peer) => peer.headers(1, block(Buffer.from([0x20, 0x3f, 0xe1, 0x1f]), request())),
    answer],
];
