#include "http/http2_session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "http/http2_answers_fixture.h"

namespace bearward::http::frames {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Key;
using ::testing::Pair;
using ::testing::SizeIs;

// --- requests ---

TEST(Http2Request, HasTheFormThatHttp1Has) {
  Harness harness;
  harness.Begin().Send(Get(1, "/a%20b?c=d", Field("x-test", "one") + Field("accept", "*/*")));
  EXPECT_THAT(harness.requests,
              ElementsAre("GET /a%20b?c=d\nhost: a.test\nx-test: one\naccept: */*\n\n"));
}

// RFC 9113 section 8.2.3: the code above would see a repeated header and refuse it.
TEST(Http2Request, CookieFieldsAreJoined) {
  Harness harness;
  harness.Begin().Send(
      Get(1, "/", Field("cookie", "a=b") + Field("x-test", "c") + Field("cookie", "d=e")));
  EXPECT_THAT(harness.requests,
              ElementsAre("GET /\nhost: a.test\nx-test: c\ncookie: a=b; d=e\n\n"));
}

// RFC 9113 section 8.3.1.
TEST(Http2Request, HostIsAcceptedInPlaceOfAuthorityAndIfItIsTheSame) {
  Harness harness;
  const std::string start =
      Field(":method", "GET") + Field(":scheme", "https") + Field(":path", "/");
  harness.Begin().Send(Frame(kHeaders, kWhole, 1, start + Field("host", "b.test:8443")) +
                       Get(3, "/", Field("host", "A.test")));
  EXPECT_THAT(harness.requests,
              ElementsAre("GET /\nhost: b.test:8443\n\n", "GET /\nhost: a.test\n\n"));
}

TEST(Http2Request, AsteriskIsForOptions) {
  Harness harness;
  harness.Begin().Send(Frame(kHeaders, kWhole, 1, Head("OPTIONS", "*")));
  EXPECT_THAT(harness.requests, ElementsAre("OPTIONS *\nhost: a.test\n\n"));
}

TEST(Http2Request, BodyArrivesInPiecesWithPaddingAndTrailers) {
  Harness harness;
  const std::string all =
      Post(1, Field("content-length", "6")) + Frame(kData, 0, 1, "abc") +
      Frame(kData, kPadded, 1, std::string("\x02", 1) + "def" + std::string(2, '\0')) +
      Frame(kHeaders, kWhole, 1, Field("x-checksum", "1"));
  harness.Begin();
  for (const char byte : all) harness.Send({&byte, 1});
  EXPECT_THAT(harness.requests, ElementsAre("POST /\nhost: a.test\ncontent-length: 6\n\nabcdef"));
}

TEST(Http2Request, RequestsOfSeveralStreamsInterleave) {
  Harness harness;
  harness.Begin().Send(Post(1) + Post(3) + Frame(kData, 0, 1, "a") +
                       Frame(kData, kEndStream, 3, "b") + Frame(kData, kEndStream, 1, "c"));
  EXPECT_THAT(harness.requests,
              ElementsAre("POST /\nhost: a.test\n\nb", "POST /\nhost: a.test\n\nac"));
}

TEST(Http2Request, HeadMayArriveInContinuations) {
  Harness harness;
  const std::string block = Head("GET", "/", Field("x-test", "a"));
  harness.Begin().Send(Frame(kHeaders, kEndStream, 1, block.substr(0, 5)) +
                       Frame(kContinuation, 0, 1, block.substr(5, 20)) +
                       Frame(kContinuation, kEndHeaders, 1, block.substr(25)));
  EXPECT_THAT(harness.requests, ElementsAre("GET /\nhost: a.test\nx-test: a\n\n"));
}

TEST(Http2Request, AskingToContinueIsAnsweredAndOtherExpectationsAreRefused) {
  Harness harness;
  harness.Begin().Send(Post(1, Field("expect", "100-continue")));
  EXPECT_EQ(StatusOf(harness, 1), "100");
  EXPECT_THAT(harness.requests, IsEmpty());
  harness.Send(Frame(kData, kEndStream, 1, "x"));
  EXPECT_THAT(harness.requests, SizeIs(1));
  Harness other;
  other.Begin().Send(Post(1, Field("expect", "miracles")));
  EXPECT_EQ(StatusOf(other, 1), "417");
  EXPECT_THAT(other.own, ElementsAre("417 unknown_expectation POST/"));
}

// --- responses ---

TEST(Http2Response, HeadersAreInLowerCaseAndHaveNoConnection) {
  Harness harness;
  harness.respond = [] {
    Response response;
    response.status = 201;
    response.content_type = "application/json";
    response.headers.Add("X-Request-Id", "Abc");
    response.body = "{}";
    response.close = true;
    return response;
  };
  harness.Begin().Send(Get(1));
  const auto fields = FieldsOf(harness.Find(kHeaders, 1));
  EXPECT_THAT(fields, AllOf(Contains(Pair(":status", "201")), Contains(Key("date")),
                            Contains(Pair("content-type", "application/json")),
                            Contains(Pair("x-request-id", "Abc")),
                            Contains(Pair("content-length", "2")), SizeIs(5)));
  const Sent* const data = harness.Find(kData, 1);
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(data->payload, "{}");
  EXPECT_EQ(data->flags, kEndStream);
  EXPECT_TRUE(harness.IsAlive(3));
}

TEST(Http2Response, ThoseWithoutContentEndWithTheirHeaders) {
  for (const int status : {200, 204, 304}) {
    Harness harness;
    harness.respond = [status] {
      Response response;
      response.status = status;
      response.body = "hello";
      return response;
    };
    const bool head = status == 200;
    harness.Begin().Send(Frame(kHeaders, kWhole, 1, Head(head ? "HEAD" : "GET")));
    const Sent* const headers = harness.Find(kHeaders, 1);
    ASSERT_NE(headers, nullptr);
    EXPECT_EQ(headers->flags, kWhole) << status;
    EXPECT_EQ(FieldsOf(headers).contains("content-length"), head) << status;
    EXPECT_EQ(harness.Find(kData, 1), nullptr) << status;
  }
}

TEST(Http2Response, LargeOneIsSentAsTheWindowsAllow) {
  Harness harness;
  harness.respond = [] {
    Response response;
    response.body = std::string(200'000, 'x');
    return response;
  };
  harness.Begin().Send(Get(1));
  std::size_t received = 0;
  for (int round = 0; round < 20 && received < 200'000; ++round) {
    std::size_t count = 0;
    for (const Sent& frame : harness.sent) {
      if (frame.type == kData) count += frame.payload.size();
    }
    EXPECT_LE(count, 65'535U);
    received += count;
    harness.sent.clear();
    const std::string more = Number(std::max<std::size_t>(count, 1), 4);
    harness.Send(Frame(kWindowUpdate, 0, 0, more) + Frame(kWindowUpdate, 0, 1, more));
  }
  EXPECT_EQ(received, 200'000U);
}

// --- limits, as for HTTP/1.1 ---

TEST(Http2Limits, HeadOverTheLimitIs431AndTheConnectionGoesOn) {
  Limits limits;
  limits.head_bytes = 1'000;
  limits.header_count = 10;
  Harness large(limits);
  large.Begin().Send(Get(1, "/", Field("x-test", std::string(1'000, 'x'))));
  EXPECT_EQ(StatusOf(large, 1), "431");
  EXPECT_THAT(large.own, ElementsAre("431 head_too_large GET/"));
  EXPECT_TRUE(large.IsAlive(3));
  Harness many(limits);
  std::string fields;
  for (int i = 0; i < 11; ++i) fields += Field("x", "");
  many.Begin().Send(Get(1, "/", fields));
  EXPECT_EQ(StatusOf(many, 1), "431");
  EXPECT_TRUE(many.IsAlive(3));
}

TEST(Http2Limits, LongTargetIs414) {
  Harness harness;
  harness.Begin().Send(Get(1, "/" + std::string(8'192, 'x')));
  EXPECT_EQ(StatusOf(harness, 1), "414");
}

TEST(Http2Limits, BodyOverTheLimitIsForTheHandler) {
  Limits limits;
  limits.body_bytes = 10;
  for (const char* more : {"", "11"}) {
    Harness harness(limits);
    const std::string length = *more == '\0' ? "" : Field("content-length", more);
    harness.Begin().Send(Post(1, length) + Frame(kData, 0, 1, "0123456789A"));
    ASSERT_THAT(harness.requests, SizeIs(1));
    EXPECT_THAT(harness.requests[0], HasSubstr("too large\n\n")) << more;
    // The rest is not needed (RFC 9113 section 8.1).
    EXPECT_EQ(harness.Find(kRstStream, 1), nullptr) << "curl would lose the response";
    harness.session->Expire(3'500'000'000);
    harness.Collect();
    EXPECT_TRUE(IsReset(harness, 1, NGHTTP2_NO_ERROR)) << more;
    EXPECT_TRUE(harness.IsAlive(3)) << more;
  }
}

TEST(Http2Limits, IgnoredBodyIsNotAwaited) {
  Harness harness({}, [](const Request& head) { return head.path == "/"; });
  harness.Begin().Send(Post(1));
  EXPECT_THAT(harness.requests, ElementsAre("POST /\nhost: a.test\n\n"));
  harness.session->Expire(3'500'000'000);
  harness.Collect();
  EXPECT_TRUE(IsReset(harness, 1, NGHTTP2_NO_ERROR));
  harness.Send(Frame(kData, kEndStream, 1, "late"));
  EXPECT_TRUE(harness.IsAlive(3));
}

TEST(Http2Limits, AnUploadHasALimitOfItsOwn) {
  Limits limits;
  limits.body_bytes = 10;
  limits.upload_bytes = 20;
  Harness harness(limits, nullptr, [](const Request& head) { return head.path == "/"; });
  harness.Begin();
  harness.Send(Post(1) + Frame(kData, kEndStream, 1, std::string(20, 'x')));
  harness.Send(Post(3) + Frame(kData, kEndStream, 3, std::string(21, 'x')));
  ASSERT_THAT(harness.requests, SizeIs(2));
  EXPECT_THAT(harness.requests[0], EndsWith(std::string(20, 'x')));
  EXPECT_THAT(harness.requests[1], HasSubstr("too large"));
}

TEST(Http2Limits, BodiesBeyondTheMemoryAre503UntilItIsReturned) {
  Limits limits;
  limits.body_memory = 40'000;
  limits.body_bytes = 16'384;
  Harness harness(limits);
  harness.Begin();
  harness.hold = true;
  const std::string body(16'384, 'x');
  for (const std::uint32_t stream : {1U, 3U, 5U}) {
    harness.Send(Post(stream) + Frame(kData, kEndStream, stream, body));
  }
  EXPECT_THAT(harness.requests, SizeIs(2));
  EXPECT_EQ(StatusOf(harness, 5), "503");
  EXPECT_THAT(harness.own, ElementsAre("503 body_memory_exhausted POST/"));
  harness.Release();
  harness.Send(Post(7) + Frame(kData, kEndStream, 7, body));
  EXPECT_THAT(harness.requests, SizeIs(3));
}

// --- the end ---

TEST(Http2Drain, RequestsUntilTheSecondGoAwayAreServed) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  harness.Send(Get(1));
  harness.session->Drain();
  harness.Collect();
  const Sent* const notice = harness.Find(kGoAway, 0);
  ASSERT_NE(notice, nullptr);
  EXPECT_EQ(notice->payload, Number(0x7fff'ffff, 4) + Number(NGHTTP2_NO_ERROR, 4));
  ASSERT_EQ(harness.sent.back().type, kPing) << "its acknowledgement must follow the GOAWAY";
  // This request was on its way.
  harness.Send(Get(3));
  EXPECT_THAT(harness.requests, SizeIs(2));
  harness.sent.clear();
  harness.Send(Frame(kPing, kAck, 0, std::string(8, '\0')));
  const Sent* const last = harness.Find(kGoAway, 0);
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->payload, Number(3, 4) + Number(NGHTTP2_NO_ERROR, 4));
  harness.Send(Get(5));
  EXPECT_THAT(harness.requests, SizeIs(2)) << "a stream after the last one was served";
  EXPECT_FALSE(harness.session->ended());
  harness.Release();
  EXPECT_NE(harness.Find(kData, 1), nullptr);
  EXPECT_NE(harness.Find(kData, 3), nullptr);
  EXPECT_TRUE(harness.session->ended());
}

TEST(Http2Drain, APeerThatDoesNotAnswerIsNotAwaited) {
  Harness harness;
  harness.Begin().Send(Get(1) + Post(3));
  harness.session->Drain();
  harness.Collect();
  // The body is 408 first, and what is left of it is awaited a moment.
  for (int i = 0; i < 2; ++i) {
    harness.session->Expire(Seconds(4));
    harness.Collect();
  }
  EXPECT_TRUE(harness.session->ended());
}

TEST(Http2Drain, APeerThatLeavesIsLetGo) {
  Harness harness;
  harness.Begin().Send(Get(1));
  EXPECT_FALSE(harness.session->ended());
  harness.Send(Frame(kGoAway, 0, 0, Number(0, 4) + Number(NGHTTP2_NO_ERROR, 4)));
  EXPECT_TRUE(harness.session->ended());
}

TEST(Http2Stream, AnswerAfterAResetHasNoEffectAndReturnsTheMemory) {
  Limits limits;
  limits.body_memory = 40'000;
  limits.body_bytes = 16'384;
  Harness harness(limits);
  harness.Begin();
  harness.hold = true;
  std::uint32_t stream = 1;
  for (int i = 0; i < 10; ++i, stream += 2) {
    harness.Send(Post(stream) + Frame(kData, kEndStream, stream, std::string(16'384, 'x')) +
                 Ping());
    harness.Send(Frame(kRstStream, 0, stream, Number(NGHTTP2_CANCEL, 4)));
    harness.sent.clear();
    harness.Release();
    EXPECT_THAT(harness.sent, IsEmpty());
  }
  EXPECT_THAT(harness.requests, SizeIs(10));
  EXPECT_THAT(harness.own, IsEmpty());
}

}  // namespace
}  // namespace bearward::http::frames
