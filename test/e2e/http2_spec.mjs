// The cases of h2spec 2.6 for RFC 9113 and RFC 7541, written for http2_peer.mjs: what a peer
// sends after the exchange of SETTINGS, and what must follow. Sections have h2spec's numbers, which
// are those of RFC 7540.
import { Code, Flag, Setting, Type, block, expect, field, request, settings, text, uint32,
} from './http2_peer.mjs';

const { END_HEADERS, END_STREAM, PADDED, PRIORITY } = Flag;
const open = END_HEADERS; // a request whose body follows
const whole = END_HEADERS | END_STREAM;
const protocol = expect.connectionError(Code.PROTOCOL_ERROR);
const streamProtocol = expect.streamError(Code.PROTOCOL_ERROR);
const frameSize = expect.connectionError(Code.FRAME_SIZE_ERROR);
const sizeOfStream = expect.streamError(Code.FRAME_SIZE_ERROR);
const closed = expect.connectionError(Code.STREAM_CLOSED, Code.PROTOCOL_ERROR);
const streamClosed = expect.streamError(Code.STREAM_CLOSED);
const compression = expect.connectionError(Code.COMPRESSION_ERROR);
const flow = expect.connectionError(Code.FLOW_CONTROL_ERROR);
const post = request({ ':method': 'POST', ':path': '/auth/login' });
const body = Buffer.from('test');

/** PRIORITY's payload. */
const priority = (on, weight = 255, exclusive = false) =>
  Buffer.concat([uint32(exclusive ? on | 0x80000000 : on), Buffer.from([weight])]);
const window = (increment) => uint32(increment);
/** A request that is complete and answered. */
async function answered(peer) {
  peer.headers(1);
  await peer.next((got) => got.stream === 1 && got.flags & END_STREAM && got.type <= Type.HEADERS);
}
/** A case whose only frame is this one. */
const sends = (type, flags, stream, payload) => (peer) => peer.send(type, flags, stream, payload);
/** A case whose request has these fields. */
const asks = (fields, flags) => (peer) => peer.headers(1, fields, flags);
/** The same request with the given pseudo fields changed, and more fields. */
const malformed = (changes, ...more) => [asks(request(changes, ...more)), streamProtocol];

/** Cases: the section and number, what is sent, and what must follow. */
export const http2 = [
  // 3.5 Connection preface.
  ['3.5.1', () => {}, expect.goesOn],
  ['3.5.2', (peer) => peer.raw(Buffer.from('INVALID CONNECTION PREFACE\r\n\r\n')), expect.close,
    { early: true }],
  // 4 Frames.
  ['4.1.1', sends(22, 0, 0, Buffer.alloc(8)), expect.goesOn],
  ['4.1.2', sends(Type.PING, 22, 0, Buffer.alloc(8)), expect.goesOn],
  ['4.1.3', sends(Type.PING, 0, 0x80000000, Buffer.alloc(8)), expect.goesOn],
  ['4.2.1', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, END_STREAM, 1, Buffer.alloc(16384, 'x'));
  }, expect.response()],
  ['4.2.2', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, END_STREAM, 1, Buffer.alloc(16385));
  }, sizeOfStream],
  ['4.2.3', asks(request({}, ...Array.from({ length: 200 }, () => ['x', 'y'.repeat(100)]))),
    frameSize],
  ['4.3.1', asks(Buffer.from([0x40, 0x00])), compression],
  ['4.3.2', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(Type.PRIORITY, 0, 1, priority(0));
  }, protocol],
  ['4.3.3', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.headers(3);
  }, protocol],
  // 5.1 Stream states.
  ['5.1.1', sends(Type.DATA, END_STREAM, 1, body), protocol],
  ['5.1.2', sends(Type.RST_STREAM, 0, 1, uint32(Code.CANCEL)), protocol],
  ['5.1.3', sends(Type.WINDOW_UPDATE, 0, 1, window(100)), protocol],
  ['5.1.4', sends(Type.CONTINUATION, END_HEADERS, 1, request()), protocol],
  ['5.1.5', (peer) => {
    peer.headers(1);
    peer.send(Type.DATA, END_STREAM, 1, body);
  }, streamClosed],
  ['5.1.6', (peer) => {
    peer.headers(1);
    peer.headers(1);
  }, streamClosed],
  ['5.1.7', (peer) => {
    peer.headers(1);
    peer.send(Type.CONTINUATION, END_HEADERS, 1, request());
  }, closed],
  ...[[8, Type.DATA, END_STREAM, body, streamClosed], [9, Type.HEADERS, whole, request(),
    streamClosed], [10, Type.CONTINUATION, END_HEADERS, request(), closed]].map(
    ([number, type, flags, payload, follows]) => [`5.1.${number}`, (peer) => {
      peer.headers(1, post, open);
      peer.send(Type.RST_STREAM, 0, 1, uint32(Code.CANCEL));
      peer.send(type, flags, 1, payload);
    }, follows]),
  ...[[11, Type.DATA, END_STREAM, body, closed], [12, Type.HEADERS, whole, request(), closed],
    [13, Type.CONTINUATION, END_HEADERS, request(), closed]].map(
    ([number, type, flags, payload, follows]) => [`5.1.${number}`, async (peer) => {
      await answered(peer);
      peer.send(type, flags, 1, payload);
    }, follows]),
  ['5.1.1.1', (peer) => peer.headers(2), protocol],
  ['5.1.1.2', (peer) => {
    peer.headers(5);
    peer.headers(3);
  }, protocol],
  ['5.1.2.1', (peer) => {
    for (let stream = 1; stream <= 203; stream += 2) peer.headers(stream);
  }, expect.streamError(Code.REFUSED_STREAM, Code.PROTOCOL_ERROR),
  { settings: [[Setting.INITIAL_WINDOW_SIZE, 0]] }],
  ['5.3.1.1', (peer) => peer.headers(1, Buffer.concat([priority(1), request()]), whole | PRIORITY),
    streamProtocol],
  ['5.3.1.2', sends(Type.PRIORITY, 0, 2, priority(2)), streamProtocol],
  ['5.4.1.1', sends(Type.PING, 0, 3, Buffer.alloc(8)), expect.close],
  ['5.4.1.2', sends(Type.PING, 0, 3, Buffer.alloc(8)), protocol],
  ['5.5.1', sends(22, 0, 0, Buffer.alloc(8)), expect.goesOn],
  ['5.5.2', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(22, 0, 0, Buffer.alloc(8));
  }, protocol],
  // 6 Frame definitions.
  ['6.1.1', sends(Type.DATA, END_STREAM, 0, body), protocol],
  ['6.1.2', (peer) => {
    peer.headers(1);
    peer.send(Type.DATA, END_STREAM, 1, body);
  }, streamClosed],
  ['6.1.3', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, END_STREAM | PADDED, 1, Buffer.concat([Buffer.from([6]), body]));
  }, protocol],
  ['6.2.1', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(Type.PRIORITY, 0, 1, priority(0));
  }, protocol],
  ['6.2.2', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.headers(3);
  }, protocol],
  ['6.2.3', (peer) => peer.headers(0), protocol],
  ['6.2.4', (peer) => {
    const fields = request();
    peer.headers(1, Buffer.concat([Buffer.from([fields.length + 1]), fields]), whole | PADDED);
  }, protocol],
  ['6.3.1', sends(Type.PRIORITY, 0, 0, priority(1)), protocol],
  ['6.3.2', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.PRIORITY, 0, 1, Buffer.from([0, 0, 0, 1]));
  }, sizeOfStream],
  ['6.4.1', sends(Type.RST_STREAM, 0, 0, uint32(Code.CANCEL)), protocol],
  ['6.4.2', sends(Type.RST_STREAM, 0, 1, uint32(Code.CANCEL)), protocol],
  ['6.4.3', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.RST_STREAM, 0, 1, Buffer.alloc(3));
  }, frameSize],
  ['6.5.1', sends(Type.SETTINGS, Flag.ACK, 0, Buffer.alloc(1)), frameSize],
  ['6.5.2', sends(Type.SETTINGS, 0, 1, settings([Setting.MAX_CONCURRENT_STREAMS, 0x64])), protocol],
  ['6.5.3', sends(Type.SETTINGS, 0, 0, Buffer.alloc(3)), frameSize],
  ['6.5.2.1', sends(Type.SETTINGS, 0, 0, settings([Setting.ENABLE_PUSH, 2])), protocol],
  ['6.5.2.2', sends(Type.SETTINGS, 0, 0, settings([Setting.INITIAL_WINDOW_SIZE, 2 ** 31])), flow],
  ['6.5.2.3', sends(Type.SETTINGS, 0, 0, settings([Setting.MAX_FRAME_SIZE, 16383])), protocol],
  ['6.5.2.4', sends(Type.SETTINGS, 0, 0, settings([Setting.MAX_FRAME_SIZE, 2 ** 24])), protocol],
  ['6.5.2.5', sends(Type.SETTINGS, 0, 0, settings([0xff, 1])), expect.goesOn],
  ['6.5.3.1', (peer) => {
    const values = [[Setting.INITIAL_WINDOW_SIZE, 100], [Setting.INITIAL_WINDOW_SIZE, 1]];
    peer.send(Type.SETTINGS, 0, 0, settings(...values));
    peer.headers(1);
  }, expect.data(1)],
  ['6.5.3.2', sends(Type.SETTINGS, 0, 0, settings([Setting.MAX_CONCURRENT_STREAMS, 100])),
    async (peer) => {
      const fits = (got) => got.type === Type.SETTINGS && got.flags & Flag.ACK;
      if (!(await peer.next(fits, 'acknowledgement'))) throw new Error('the connection has ended');
    }],
  ['6.7.1', () => {}, expect.goesOn],
  ['6.7.2', sends(Type.PING, Flag.ACK, 0, Buffer.from('invalid!')), async (peer) => {
    await expect.goesOn(peer);
    const answer = peer.frames.find((got) => got.payload.toString() === 'invalid!');
    if (answer) throw new Error('an acknowledgement was answered');
  }],
  ['6.7.3', sends(Type.PING, 0, 1, Buffer.alloc(8)), protocol],
  ['6.7.4', sends(Type.PING, 0, 0, Buffer.alloc(6)), frameSize],
  ['6.8.1', sends(Type.GOAWAY, 0, 1, Buffer.alloc(8)), protocol],
  ['6.9.1', sends(Type.WINDOW_UPDATE, 0, 0, window(0)), protocol],
  ['6.9.2', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.WINDOW_UPDATE, 0, 1, window(0));
  }, streamProtocol],
  ['6.9.3', sends(Type.WINDOW_UPDATE, 0, 0, Buffer.alloc(3)), frameSize],
  ['6.9.1.1', (peer) => {
    peer.send(Type.SETTINGS, 0, 0, settings([Setting.INITIAL_WINDOW_SIZE, 1]));
    peer.headers(1);
  }, expect.data(1)],
  ['6.9.1.2', (peer) => {
    for (let i = 0; i < 2; ++i) peer.send(Type.WINDOW_UPDATE, 0, 0, window(2 ** 31 - 1));
  }, flow],
  ['6.9.1.3', (peer) => {
    peer.headers(1, post, open);
    for (let i = 0; i < 2; ++i) peer.send(Type.WINDOW_UPDATE, 0, 1, window(2 ** 31 - 1));
  }, expect.streamError(Code.FLOW_CONTROL_ERROR)],
  ['6.9.2.1', async (peer) => {
    peer.headers(1);
    await expect.response()(peer);
    peer.send(Type.SETTINGS, 0, 0, settings([Setting.INITIAL_WINDOW_SIZE, 1]));
  }, expect.data(1), { settings: [[Setting.INITIAL_WINDOW_SIZE, 0]] }],
  ['6.9.2.2', async (peer) => {
    peer.headers(1);
    await expect.data(3)(peer);
    peer.send(Type.SETTINGS, 0, 0, settings([Setting.INITIAL_WINDOW_SIZE, 2]));
    peer.send(Type.WINDOW_UPDATE, 0, 1, window(2));
  }, expect.data(1), { settings: [[Setting.INITIAL_WINDOW_SIZE, 3]] }],
  ['6.9.2.3', sends(Type.SETTINGS, 0, 0, settings([Setting.INITIAL_WINDOW_SIZE, 2 ** 31])), flow],
  ['6.10.1', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(Type.CONTINUATION, 0, 1, field('x-one', '1'));
    peer.send(Type.CONTINUATION, END_HEADERS, 1, field('x-two', '2'));
  }, expect.response()],
  ['6.10.2', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(Type.PRIORITY, 0, 1, priority(0));
  }, protocol],
  ['6.10.3', (peer) => {
    peer.headers(1, request(), END_STREAM);
    peer.send(Type.CONTINUATION, END_HEADERS, 0, field('x', 'y'));
  }, protocol],
  ['6.10.4', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.CONTINUATION, END_HEADERS, 1, field('x', 'y'));
  }, protocol],
  ['6.10.5', (peer) => {
    peer.headers(1, post, 0);
    for (let i = 0; i < 2; ++i) peer.send(Type.CONTINUATION, END_HEADERS, 1, field('x', 'y'));
  }, protocol],
  ['6.10.6', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.DATA, END_STREAM, 1, body);
    peer.send(Type.CONTINUATION, END_HEADERS, 1, field('x', 'y'));
  }, protocol],
  // 7 Error codes.
  ['7.1', (peer) => {
    const unknown = Buffer.concat([uint32(0), uint32(0xff)]);
    peer.send(Type.GOAWAY, 0, 0, unknown);
    peer.send(Type.PING, 0, 0, Buffer.alloc(8));
  }, async (peer) => {
    const fits = (got) => got.type === Type.PING;
    await peer.next(fits, 'acknowledgement or the end');
  }],
  ['7.2', (peer) => {
    peer.headers(1, post, open);
    peer.send(Type.RST_STREAM, 0, 1, uint32(0xff));
  }, expect.goesOn],
  // 8 HTTP message exchanges.
  ['8.1.1', (peer) => {
    peer.headers(1, post, open);
    peer.headers(1, block(['x', 'y']), open);
  }, streamProtocol],
  ['8.1.2.1', ...malformed({}, ['X-Test', 'ok'])],
  ['8.1.2.1.1', ...malformed({ ':test': 'ok' })],
  ['8.1.2.1.2', ...malformed({ ':status': '200' })],
  ['8.1.2.1.3', (peer) => {
    peer.headers(1, post, open);
    peer.headers(1, block([':method', 'POST']), whole);
  }, streamProtocol],
  ['8.1.2.1.4', asks(block(['x-test', 'ok'], request())), streamProtocol],
  ['8.1.2.2.1', ...malformed({}, ['connection', 'keep-alive'])],
  ['8.1.2.2.2', ...malformed({}, ['te', 'trailers, deflate'])],
  ['8.1.2.3.1', ...malformed({ ':path': '' })],
  ['8.1.2.3.2', ...malformed({ ':method': undefined })],
  ['8.1.2.3.3', ...malformed({ ':scheme': undefined })],
  ['8.1.2.3.4', ...malformed({ ':path': undefined })],
  ['8.1.2.3.5', asks(block([':method', 'GET'], request())), streamProtocol],
  ['8.1.2.3.6', asks(block([':scheme', 'https'], request())), streamProtocol],
  ['8.1.2.3.7', asks(block([':path', '/livez'], request())), streamProtocol],
  ...[1, 2].map((frames) => [`8.1.2.6.${frames}`, (peer) => {
    const usual = { ':method': 'POST', ':path': '/auth/login' };
    peer.headers(1, request(usual, ['content-length', '1']), open);
    for (let i = 1; i <= frames; ++i) peer.send(Type.DATA, i === frames ? END_STREAM : 0, 1, body);
  }, streamProtocol]),
  ['8.2.1', (peer) => {
    const promise = Buffer.concat([uint32(2), request()]);
    peer.send(Type.PUSH_PROMISE, END_HEADERS, 1, promise);
  }, protocol],
];

/** Cases of HPACK, RFC 7541. */
export const hpack = [
  ['2.3.3.1', asks(block(request(), Buffer.from([0xff, 0x80, 0x01]))), compression],
  ['2.3.3.2', asks(block(request(), Buffer.from([0x7f, 0x80, 0x01]), text('x'))), compression],
  ['4.2.1', asks(block(request(), Buffer.from([0x20]))), compression],
  // Huffman coding of `test`: more than 7 bits of padding, padding of zeros, and the end symbol.
  ...['4950 9fff', '4950 90', '4950 9fff ffff ff'].map((coded, index) => {
    const value = Buffer.from(coded.replaceAll(' ', ''), 'hex');
    const literal = [Buffer.from([0]), text('x-test'), Buffer.from([0x80 | value.length]), value];
    return [`5.2.${index + 1}`, asks(block(request(), ...literal)), compression];
  }),
  ['6.1.1', asks(block(request(), Buffer.from([0x80]))), compression],
  ['6.3.1', asks(block(Buffer.from([0x3f, 0xe2, 0x1f]), request())), compression],
];
