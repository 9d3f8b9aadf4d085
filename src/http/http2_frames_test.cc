// The error cases of RFC 9113 and RFC 7541 as raw frames: what ends the connection, what ends one
// stream, and what has no effect.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>

#include <string>
#include <vector>

#include "http/http2_answers_fixture.h"

namespace bearward::http::frames {
namespace {

using ::testing::ElementsAre;
using ::testing::StartsWith;

// Row is one input after the preface and SETTINGS. Stream 1 is used unless the name says otherwise.
struct Row {
  std::string name;  // the section, and what is sent
  std::string bytes;
  std::uint32_t code = 0;  // the error code
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

// --- errors of the connection (RFC 9113 section 5.4.1) ---

class ConnectionErrorTest : public ::testing::TestWithParam<Row> {};

TEST_P(ConnectionErrorTest, EndsTheConnectionWithItsCode) {
  Harness harness;
  harness.Begin();
  harness.Send(GetParam().bytes);
  const Sent* const goaway = harness.Find(kGoAway, 0);
  ASSERT_NE(goaway, nullptr);
  EXPECT_EQ(goaway->code(), GetParam().code);
  EXPECT_TRUE(harness.session->ended());
  EXPECT_THAT(harness.own, ElementsAre("400 malformed_request "));
  const std::size_t served = harness.requests.size();
  harness.Send(Get(99));
  EXPECT_EQ(harness.requests.size(), served) << "a request after the end was served";
}

const std::string kBlock = Head();  // NOLINT(cert-err58-cpp): a test may end at its start
const std::string kFour(4, '\0');   // NOLINT(cert-err58-cpp): the same

std::vector<Row> FramingErrors() {
  using enum nghttp2_error_code;
  return {
      {"4.2 DATA longer than the maximum frame size",
       Post(1) + Frame(kData, kEndStream, 1, std::string(16'385, 'x')), NGHTTP2_FRAME_SIZE_ERROR},
      {"4.2 HEADERS longer than the maximum frame size",
       Frame(kHeaders, kWhole, 1, Head("GET", "/", std::string(16'385, 'x'))),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"4.3 PRIORITY within a header block",
       Frame(kHeaders, kEndStream, 1, kBlock) + Frame(kPriority, 0, 1, Number(0, 5)),
       NGHTTP2_PROTOCOL_ERROR},
      {"4.3 HEADERS of another stream within a header block",
       Frame(kHeaders, kEndStream, 1, kBlock) + Get(3), NGHTTP2_PROTOCOL_ERROR},
      {"4.3 DATA within a header block",
       Frame(kHeaders, 0, 1, kBlock) + Frame(kData, kEndStream, 1, "x"), NGHTTP2_PROTOCOL_ERROR},
      {"5.1 DATA on an idle stream", Frame(kData, kEndStream, 1, "x"), NGHTTP2_PROTOCOL_ERROR},
      {"5.1 RST_STREAM on an idle stream", Frame(kRstStream, 0, 1, Number(8, 4)),
       NGHTTP2_PROTOCOL_ERROR},
      {"5.1 WINDOW_UPDATE on an idle stream", Frame(kWindowUpdate, 0, 1, Number(1, 4)),
       NGHTTP2_PROTOCOL_ERROR},
      {"5.1 CONTINUATION on an idle stream", Frame(kContinuation, kEndHeaders, 1, kBlock),
       NGHTTP2_PROTOCOL_ERROR},
      {"5.1 HEADERS on a stream that the peer has reset",
       Post(1) + Frame(kRstStream, 0, 1, Number(8, 4)) + Get(1), NGHTTP2_STREAM_CLOSED},
      {"5.1 CONTINUATION after the end of a stream", Get(1) + Frame(kContinuation, kEndHeaders, 1),
       NGHTTP2_PROTOCOL_ERROR},
      {"5.1.1 a stream with an even number", Get(2), NGHTTP2_PROTOCOL_ERROR},
      {"5.1.1 a stream with a number below an earlier one", Get(5) + Get(3),
       NGHTTP2_PROTOCOL_ERROR},
      {"5.5 an unknown frame within a header block",
       Frame(kHeaders, kEndStream, 1, kBlock) + Frame(0x16, 0, 1, "12345678"),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.1 DATA on stream 0", Frame(kData, kEndStream, 0, "x"), NGHTTP2_PROTOCOL_ERROR},
      {"6.1 DATA with more padding than payload",
       Post(1) + Frame(kData, kEndStream | kPadded, 1, "\x06test"), NGHTTP2_PROTOCOL_ERROR},
      {"6.1 padded DATA without a length", Post(1) + Frame(kData, kEndStream | kPadded, 1),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.2 HEADERS on stream 0", Frame(kHeaders, kWhole, 0, kBlock), NGHTTP2_PROTOCOL_ERROR},
      {"6.2 HEADERS with more padding than payload",
       Frame(kHeaders, kWhole | kPadded, 1, std::string(1, '\xff') + kBlock),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.2 HEADERS too short for their priority", Frame(kHeaders, kWhole | kWithPriority, 1, "x"),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"6.3 PRIORITY on stream 0", Frame(kPriority, 0, 0, Number(0, 5)), NGHTTP2_PROTOCOL_ERROR},
      {"6.3 PRIORITY of another size", Frame(kPriority, 0, 1, Number(0, 4)),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"RFC 7540 5.3.1 PRIORITY that depends on its own stream",
       Post(1) + Frame(kPriority, 0, 1, Number(1, 4) + "\x0f"), NGHTTP2_PROTOCOL_ERROR},
      {"6.4 RST_STREAM on stream 0", Frame(kRstStream, 0, 0, Number(8, 4)), NGHTTP2_PROTOCOL_ERROR},
      {"6.4 RST_STREAM of another size", Post(1) + Frame(kRstStream, 0, 1, Number(8, 3)),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"6.6 PUSH_PROMISE by a client",
       Post(1) + Frame(kPushPromise, kEndHeaders, 1, Number(2, 4) + kBlock),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.10 CONTINUATION after END_HEADERS",
       Frame(kHeaders, kEndHeaders, 1, kBlock) + Frame(kContinuation, kEndHeaders, 1),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.10 CONTINUATION on stream 0",
       Frame(kHeaders, kEndStream, 1, kBlock) + Frame(kContinuation, kEndHeaders, 0),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.10 CONTINUATION of another stream",
       Frame(kHeaders, kEndStream, 1, kBlock) + Frame(kContinuation, kEndHeaders, 3),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.10 CONTINUATION after DATA",
       Post(1) + Frame(kData, 0, 1, "x") + Frame(kContinuation, kEndHeaders, 1),
       NGHTTP2_PROTOCOL_ERROR},
  };
}

std::vector<Row> ControlErrors() {
  using enum nghttp2_error_code;
  const std::uint32_t too_much = 0x8000'0000U;
  return {
      {"6.5 an acknowledgement with settings", Frame(kSettings, kAck, 0, Setting(3, 1)),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"6.5 SETTINGS on a stream", Frame(kSettings, 0, 1), NGHTTP2_PROTOCOL_ERROR},
      {"6.5 SETTINGS of another size", Frame(kSettings, 0, 0, "123"), NGHTTP2_FRAME_SIZE_ERROR},
      {"6.5.2 ENABLE_PUSH other than 0 and 1", Frame(kSettings, 0, 0, Setting(2, 2)),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.5.2 INITIAL_WINDOW_SIZE over the maximum", Frame(kSettings, 0, 0, Setting(4, too_much)),
       NGHTTP2_FLOW_CONTROL_ERROR},
      {"6.5.2 MAX_FRAME_SIZE below 16,384", Frame(kSettings, 0, 0, Setting(5, 16'383)),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.5.2 MAX_FRAME_SIZE over 2^24-1", Frame(kSettings, 0, 0, Setting(5, 1 << 24)),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.7 PING on a stream", Frame(kPing, 0, 1, "12345678"), NGHTTP2_PROTOCOL_ERROR},
      {"6.7 PING of another size", Frame(kPing, 0, 0, "123456"), NGHTTP2_FRAME_SIZE_ERROR},
      {"6.8 GOAWAY on a stream", Frame(kGoAway, 0, 1, kFour + kFour), NGHTTP2_PROTOCOL_ERROR},
      {"6.8 GOAWAY that is too short", Frame(kGoAway, 0, 0, kFour), NGHTTP2_FRAME_SIZE_ERROR},
      {"6.9 WINDOW_UPDATE of 0 for the connection", Frame(kWindowUpdate, 0, 0, Number(0, 4)),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.9 WINDOW_UPDATE of 0 for a stream", Post(1) + Frame(kWindowUpdate, 0, 1, Number(0, 4)),
       NGHTTP2_PROTOCOL_ERROR},
      {"6.9 WINDOW_UPDATE of another size", Frame(kWindowUpdate, 0, 0, Number(1, 3)),
       NGHTTP2_FRAME_SIZE_ERROR},
      {"6.9.1 a window of the connection over the maximum",
       Frame(kWindowUpdate, 0, 0, Number(0x7fff'ffff, 4)), NGHTTP2_FLOW_CONTROL_ERROR},
  };
}

std::vector<Row> CompressionErrors() {
  using enum nghttp2_error_code;
  const auto block = [](std::string_view bytes) {
    return Frame(kHeaders, kWhole, 1, std::string(bytes));
  };
  using namespace std::string_view_literals;
  return {
      {"7541 2.3.3 an index beyond both tables", block("\xc7"), NGHTTP2_COMPRESSION_ERROR},
      {"7541 6.1 index 0", block("\x80"), NGHTTP2_COMPRESSION_ERROR},
      {"7541 2.3.3 a literal with a name beyond both tables",
       block("\x7f\x07\x01"
             "x"),
       NGHTTP2_COMPRESSION_ERROR},
      {"7541 4.2 a size update after a field", block(kBlock + "\x20"), NGHTTP2_COMPRESSION_ERROR},
      {"7541 6.3 a size update over the limit", block("\x3f\xe2\x1f" + kBlock),
       NGHTTP2_COMPRESSION_ERROR},
      {"7541 5.1 an integer that is too large", block("\x7f\xff\xff\xff\xff\xff\xff\x7f"),
       NGHTTP2_COMPRESSION_ERROR},
      {"7541 5.2 Huffman padding of more than 7 bits", block("\x00\x81x\x83\x13\xff\xff"sv),
       NGHTTP2_COMPRESSION_ERROR},
      {"7541 5.2 Huffman padding that is not the start of EOS", block("\x00\x01x\x81\x18"sv),
       NGHTTP2_COMPRESSION_ERROR},
      {"7541 5.2 the EOS symbol", block("\x00\x01x\x84\xff\xff\xff\xff"sv),
       NGHTTP2_COMPRESSION_ERROR},
      {"9113 4.3 a block that ends within a field", block("\x40"), NGHTTP2_COMPRESSION_ERROR},
  };
}

INSTANTIATE_TEST_SUITE_P(Framing, ConnectionErrorTest, ::testing::ValuesIn(FramingErrors()));
INSTANTIATE_TEST_SUITE_P(Control, ConnectionErrorTest, ::testing::ValuesIn(ControlErrors()));
INSTANTIATE_TEST_SUITE_P(Compression, ConnectionErrorTest,
                         ::testing::ValuesIn(CompressionErrors()));

class PrefaceTest : public ::testing::TestWithParam<Row> {};

TEST_P(PrefaceTest, AWrongOneEndsTheConnection) {
  Harness harness;
  harness.Send(GetParam().bytes);
  EXPECT_TRUE(harness.session->ended());
  EXPECT_TRUE(harness.requests.empty());
  EXPECT_THAT(harness.own, ElementsAre("400 malformed_request "));
}

INSTANTIATE_TEST_SUITE_P(
    , PrefaceTest,
    ::testing::Values(Row{"3.4 another preface", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"},
                      Row{"3.4 HTTP/1.1", "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
                      Row{"3.4 a request before SETTINGS", std::string(kPreface) + Get(1)},
                      Row{"3.4 PING before SETTINGS", std::string(kPreface) + Ping()}));

// --- errors of one stream (RFC 9113 section 5.4.2) ---

class StreamErrorTest : public ::testing::TestWithParam<Row> {};

TEST_P(StreamErrorTest, ResetsTheStreamAndNothingElse) {
  Harness harness;
  harness.Begin();
  harness.Send(GetParam().bytes);
  const Sent* const reset = harness.Find(kRstStream, 1);
  ASSERT_NE(reset, nullptr);
  EXPECT_EQ(reset->code(), GetParam().code);
  EXPECT_TRUE(harness.requests.empty());
  EXPECT_THAT(harness.own, ElementsAre(StartsWith("400 malformed_request")));
  EXPECT_EQ(harness.loop->counters().refused, 1U);
  EXPECT_TRUE(harness.IsAlive(3));
}

// Malformed is a request whose header block is `block`.
Row Malformed(std::string name, const std::string& block) {
  return {std::move(name), Frame(kHeaders, kWhole, 1, block), NGHTTP2_PROTOCOL_ERROR};
}

std::vector<Row> MalformedHeads() {
  const auto with = [](std::string_view name, std::string_view value) {
    return Head("GET", "/", Field(name, value));
  };
  const auto without = [](std::string_view name) {
    std::string block;
    for (const auto& [field, value] :
         {std::pair(":method", "GET"), std::pair(":scheme", "https"), std::pair(":path", "/"),
          std::pair(":authority", "a.test")}) {
      if (field != name) block += Field(field, value);
    }
    return block;
  };
  return {
      Malformed("8.2.1 a name with an upper-case letter", with("X-Test", "a")),
      Malformed("8.2.1 an empty name", with("", "a")),
      Malformed("8.2.1 a name with a space", with("x test", "a")),
      Malformed("8.2.1 a name with a colon", with("x:test", "a")),
      Malformed("8.2.1 a value with CR LF", with("x-test", "a\r\nx-other: b")),
      Malformed("8.2.1 a value with NUL", with("x-test", std::string_view("a\0b", 3))),
      Malformed("8.2.1 a value that begins with a space", with("x-test", " a")),
      Malformed("8.2.1 a value that ends with a tab", with("x-test", "a\t")),
      Malformed("8.2.2 connection", with("connection", "keep-alive")),
      Malformed("8.2.2 keep-alive", with("keep-alive", "timeout=5")),
      Malformed("8.2.2 proxy-connection", with("proxy-connection", "keep-alive")),
      Malformed("8.2.2 transfer-encoding", with("transfer-encoding", "chunked")),
      Malformed("8.2.2 upgrade", with("upgrade", "h2c")),
      Malformed("8.2.2 te other than trailers", with("te", "gzip")),
      Malformed("8.3 an unknown pseudo-field", with(":test", "a")),
      Malformed("8.3 a pseudo-field of responses", with(":status", "200")),
      Malformed("8.3 a pseudo-field after a regular one",
                Field(":method", "GET") + Field(":scheme", "https") + Field("x-test", "a") +
                    Field(":path", "/") + Field(":authority", "a.test")),
      Malformed("8.3 :method twice", with(":method", "GET")),
      Malformed("8.3 :path twice", with(":path", "/other")),
      Malformed("8.3 :scheme twice", with(":scheme", "https")),
      Malformed("8.3 :authority twice", with(":authority", "a.test")),
      Malformed("8.3.1 no :method", without(":method")),
      Malformed("8.3.1 no :scheme", without(":scheme")),
      Malformed("8.3.1 no :path", without(":path")),
      Malformed("8.3.1 an empty :path", Head("GET", "")),
      Malformed("8.3.1 neither :authority nor host", without(":authority")),
      Malformed("8.3.1 a host that differs from :authority", with("host", "b.test")),
      Malformed("8.3.1 host twice",
                without(":authority") + Field("host", "a.test") + Field("host", "a.test")),
      Malformed("8.3.1 user information in :authority",
                Field(":method", "GET") + Field(":scheme", "https") + Field(":path", "/") +
                    Field(":authority", "user@a.test")),
      Malformed("8.3.1 another scheme", Field(":method", "GET") + Field(":scheme", "ftp") +
                                            Field(":path", "/") + Field(":authority", "a.test")),
      Malformed("8.3.1 a path without a slash", Head("GET", "other")),
      Malformed("8.3.1 an absolute path", Head("GET", "https://b.test/")),
      Malformed("8.3.1 an asterisk for another method than OPTIONS", Head("GET", "*")),
      Malformed("8.3.1 a path with a space", Head("GET", "/a b")),
      Malformed("8.3.1 a path with a line of HTTP/1.1", Head("GET", "/ HTTP/1.1\r\nx: y")),
      Malformed("8.3.1 a path with a fragment", Head("GET", "/a#b")),
      Malformed("8.3.1 a method that is no token", Head("GE T", "/")),
      Malformed("8.5 CONNECT", Field(":method", "CONNECT") + Field(":authority", "a.test:443")),
      Malformed("8.5 CONNECT with a path", Head("CONNECT", "/")),
      Malformed("RFC 8441 CONNECT with :protocol",
                Head("CONNECT", "/", Field(":protocol", "websocket"))),
      Malformed("8.1.1 a content-length without a body", with("content-length", "1")),
      Malformed("RFC 9110 8.6 a content-length that is no number", with("content-length", "+1")),
      Malformed("RFC 9110 8.6 content-length twice",
                Head("GET", "/", Field("content-length", "0") + Field("content-length", "0"))),
      Malformed("RFC 9110 8.6 a list as content-length", with("content-length", "0, 0")),
  };
}

std::vector<Row> StreamErrors() {
  using enum nghttp2_error_code;
  const auto length = [](const char* value) { return Post(1, Field("content-length", value)); };
  return {
      {"8.1.1 a body longer than content-length", length("1") + Frame(kData, kEndStream, 1, "ab"),
       NGHTTP2_PROTOCOL_ERROR},
      {"8.1.1 a body shorter than content-length", length("3") + Frame(kData, kEndStream, 1, "ab"),
       NGHTTP2_PROTOCOL_ERROR},
      {"8.1.1 a body in two frames that is longer than content-length",
       length("1") + Frame(kData, 0, 1, "a") + Frame(kData, kEndStream, 1, "b"),
       NGHTTP2_PROTOCOL_ERROR},
      {"8.1 trailers that do not end the stream",
       Post(1) + Frame(kHeaders, kEndHeaders, 1, Field("x-test", "a")), NGHTTP2_PROTOCOL_ERROR},
      {"8.1 trailers with a pseudo-field",
       Post(1) + Frame(kHeaders, kWhole, 1, Field(":method", "GET")), NGHTTP2_PROTOCOL_ERROR},
      {"8.2.1 trailers with an upper-case letter",
       Post(1) + Frame(kHeaders, kWhole, 1, Field("X-Test", "a")), NGHTTP2_PROTOCOL_ERROR},
      {"8.2.1 trailers with CR LF in a value",
       Post(1) + Frame(kHeaders, kWhole, 1, Field("x-test", "a\r\nb")), NGHTTP2_PROTOCOL_ERROR},
      {"6.9.1 a window over the maximum",
       Post(1) + Frame(kWindowUpdate, 0, 1, Number(0x7fff'ffff, 4)), NGHTTP2_FLOW_CONTROL_ERROR},
  };
}

TEST(StreamError, SpoiltTrailersAreAnswered400AsWithHttp1) {
  Harness harness;
  harness.Begin().Send(Post(1) + Frame(kHeaders, kWhole, 1, Field("x-test", "a\r\nb")));
  EXPECT_EQ(StatusOf(harness, 1), "400");
  EXPECT_THAT(harness.own, ElementsAre("400 malformed_request POST/"));
}

// The log names a request as far as it is known, as that of HTTP/1.1 does.
TEST(StreamError, RequestThatIsOnlyResetIsInTheLogWithItsPath) {
  Harness harness;
  harness.Begin().Send(Post(1, Field("content-length", "1")) + Frame(kData, kEndStream, 1, "ab") +
                       Frame(kHeaders, kWhole, 3, Head("GET", "/a", Field(":method", "GET"))));
  EXPECT_THAT(harness.own,
              ElementsAre("400 malformed_request POST/", "400 malformed_request GET/a"));
}

INSTANTIATE_TEST_SUITE_P(Heads, StreamErrorTest, ::testing::ValuesIn(MalformedHeads()));
INSTANTIATE_TEST_SUITE_P(Streams, StreamErrorTest, ::testing::ValuesIn(StreamErrors()));

// --- errors that are a matter of the state of the stream, by stream or by connection ---

class ClosedStreamTest : public ::testing::TestWithParam<Row> {};

TEST_P(ClosedStreamTest, ServesNothingMore) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  harness.Send(GetParam().bytes);
  EXPECT_EQ(harness.requests.size(), 1U);
  const bool reset = harness.Find(kRstStream, 1) != nullptr &&
                     harness.Find(kRstStream, 1)->code() == NGHTTP2_STREAM_CLOSED;
  const bool ended = harness.Find(kGoAway, 0) != nullptr &&
                     harness.Find(kGoAway, 0)->code() == NGHTTP2_STREAM_CLOSED;
  EXPECT_TRUE(reset || ended);
}

INSTANTIATE_TEST_SUITE_P(, ClosedStreamTest,
                         ::testing::Values(Row{"5.1 DATA after END_STREAM",
                                               Get(1) + Frame(kData, kEndStream, 1, "x")},
                                           Row{"5.1 HEADERS after END_STREAM", Get(1) + Get(1)}));

TEST(ClosedStream, FramesAfterItsResponseEndTheConnection) {
  for (const std::string& late : {Get(1), Frame(kData, kEndStream, 1, "x")}) {
    Harness harness;
    harness.Begin().Send(Get(1));
    harness.Send(late);
    ASSERT_NE(harness.Find(kGoAway, 0), nullptr);
    EXPECT_EQ(harness.Find(kGoAway, 0)->code(), NGHTTP2_STREAM_CLOSED);
    EXPECT_EQ(harness.requests.size(), 1U);
    EXPECT_THAT(harness.own, ElementsAre("400 malformed_request "));
  }
}

// The peer had not seen yet that the server has reset the stream.
TEST(ClosedStream, FramesThatCrossOurResetAreIgnored) {
  for (const std::string& late :
       {Frame(kData, kEndStream, 1, "x"), Frame(kHeaders, kWhole, 1, Field("x-test", "a"))}) {
    Harness harness({}, [](const Request&) { return true; });
    harness.Begin().Send(Post(1));
    harness.session->Expire(3'500'000'000);
    harness.Collect();
    ASSERT_NE(harness.Find(kRstStream, 1), nullptr);
    harness.Send(late);
    EXPECT_TRUE(harness.IsAlive(3));
  }
}

// --- what has no effect ---

class HarmlessTest : public ::testing::TestWithParam<Row> {};

TEST_P(HarmlessTest, HasNoEffect) {
  Harness harness;
  harness.Begin();
  harness.Send(GetParam().bytes);
  EXPECT_TRUE(harness.IsAlive(99));
}

std::vector<Row> Harmless() {
  return {
      {"4.1 an unknown type of frame", Frame(0x16, 0, 0, "12345678")},
      {"4.1 an unknown type of frame on a stream", Get(1) + Frame(0x16, 0xff, 1, "12345678")},
      {"4.1 undefined flags", Frame(kPing, 0x16, 0, "12345678")},
      {"4.1 the reserved bit of a stream's number", Frame(kPing, 0, 0x8000'0000U, "12345678")},
      {"4.2 DATA of the maximum frame size",
       Post(1) + Frame(kData, kEndStream, 1, std::string(16'384, 'x'))},
      {"5.1 PRIORITY on an idle stream", Frame(kPriority, 0, 1, Number(0, 4) + "\x0f")},
      {"5.1 WINDOW_UPDATE on a closed stream", Get(1) + Frame(kWindowUpdate, 0, 1, Number(1, 4))},
      {"5.1 RST_STREAM on a closed stream", Get(1) + Frame(kRstStream, 0, 1, Number(8, 4))},
      {"6.5.2 an unknown setting", Frame(kSettings, 0, 0, Setting(0xff, 1))},
      {"6.5.3 an acknowledgement of our settings", Frame(kSettings, kAck, 0)},
      {"6.7 an acknowledgement of no PING", Frame(kPing, kAck, 0, "12345678")},
      {"7 an unknown error code in RST_STREAM", Post(1) + Frame(kRstStream, 0, 1, Number(0xff, 4))},
      {"9113 8.1 trailers",
       Post(1) + Frame(kData, 0, 1, "x") + Frame(kHeaders, kWhole, 1, Field("x-test", "a"))},
      {"9218 PRIORITY_UPDATE", Frame(0x10, 0, 0, Number(1, 4) + "u=1")},
  };
}

INSTANTIATE_TEST_SUITE_P(, HarmlessTest, ::testing::ValuesIn(Harmless()));

}  // namespace
}  // namespace bearward::http::frames
