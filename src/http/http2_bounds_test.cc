// What bounds the peer of an HTTP/2 connection: floods, and times.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>

#include "http/http2_answers_fixture.h"

namespace bearward::http::frames {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

// --- floods ---

// CVE-2023-44487: the limit of concurrent streams does not count a stream that the peer has reset,
// although its request still runs.
TEST(Http2Flood, ResetStreamsCountUntilTheyAreAnswered) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  std::uint32_t stream = 1;
  for (; stream < 2 * 300; stream += 2) {
    harness.Send(Get(stream));
    harness.Send(Frame(kRstStream, 0, stream, Number(NGHTTP2_CANCEL, 4)));
  }
  EXPECT_THAT(harness.requests, SizeIs(Http2Session::kStreams));
  EXPECT_TRUE(IsReset(harness, stream - 2, NGHTTP2_REFUSED_STREAM));
  harness.Release();
  harness.hold = false;
  EXPECT_TRUE(harness.IsAlive(stream));
}

// Bodies that arrive count as well, or a peer could open streams before it resets the others.
TEST(Http2Flood, StreamsWhoseBodyArrivesCountToo) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  std::uint32_t stream = 1;
  for (int i = 0; i < 99; ++i, stream += 2) {
    harness.Send(Get(stream));
    harness.Send(Frame(kRstStream, 0, stream, Number(NGHTTP2_CANCEL, 4)));
  }
  const std::uint32_t first = stream;
  for (int i = 0; i < 50; ++i, stream += 2) harness.Send(Post(stream));
  for (stream = first; stream < first + 100; stream += 2) {
    harness.Send(Frame(kData, kEndStream, stream, "x"));
  }
  EXPECT_THAT(harness.requests, SizeIs(Http2Session::kStreams));
}

TEST(Http2Flood, RequestThatIsResetBeforeItsTurnNeverRuns) {
  Harness harness;
  harness.Begin().Send(Get(1) + Frame(kRstStream, 0, 1, Number(NGHTTP2_CANCEL, 4)));
  EXPECT_THAT(harness.requests, IsEmpty());
  EXPECT_TRUE(harness.IsAlive(3));
}

// Flood is a kind of frame that costs work and carries no request.
struct Flood {
  std::string name;
  std::string start;
  std::string frame;
};

void PrintTo(const Flood& flood, std::ostream* out) { *out << flood.name; }

class Http2FloodTest : public ::testing::TestWithParam<Flood> {};

TEST_P(Http2FloodTest, EndsTheConnectionAfterAThousandFrames) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  harness.Send(GetParam().start);
  for (int i = 0; i < 900; ++i) harness.Send(GetParam().frame);
  EXPECT_EQ(harness.Find(kGoAway, 0), nullptr);
  for (int i = 0; i < 200; ++i) harness.Send(GetParam().frame);
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.own, ElementsAre("429 frame_flood "));
}

INSTANTIATE_TEST_SUITE_P(
    , Http2FloodTest,
    ::testing::Values(
        Flood{"CVE-2019-9512 PING", "", Ping()},
        Flood{"CVE-2019-9515 SETTINGS", "", Frame(kSettings, 0, 0)},
        Flood{"SETTINGS that change the window", Get(1), Frame(kSettings, 0, 0, Setting(4, 1))},
        Flood{"CVE-2019-9513 PRIORITY", "", Frame(kPriority, 0, 1, Number(0, 5))},
        Flood{"CVE-2019-9518 empty DATA", Post(1), Frame(kData, 0, 1)},
        Flood{"DATA that is padding", Post(1),
              Frame(kData, kPadded, 1, std::string(1, '\x0f') + std::string(15, '\0'))},
        Flood{"CVE-2019-9511 WINDOW_UPDATE of one byte", Get(1),
              Frame(kWindowUpdate, 0, 1, Number(1, 4))},
        Flood{"unknown frames", "", Frame(0x16, 0, 0, "x")},
        Flood{"PRIORITY_UPDATE", "", Frame(0x10, 0, 0, Number(1, 4))}));

// CVE-2019-9514: each malformed request costs an RST_STREAM.
TEST(Http2Flood, MalformedRequestsEndTheConnection) {
  Harness harness;
  harness.Begin();
  std::uint32_t stream = 1;
  for (int i = 0; i < 1'100; ++i, stream += 2) {
    harness.Send(Get(stream, "/", Field("connection", "close")));
  }
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.requests, IsEmpty());
}

// A connection of HTTP/1.1 ends with its first malformed request.
TEST(Http2Flood, EachMalformedRequestTakesAToken) {
  const auto is_flood = [](const std::function<std::string(std::uint32_t)>& request) {
    Harness harness;
    harness.Begin();
    std::uint32_t stream = 1;
    for (int i = 0; i < 1'100; ++i, stream += 2) harness.Send(request(stream));
    return HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM) && harness.requests.empty();
  };
  EXPECT_TRUE(is_flood([](std::uint32_t stream) {
    return Post(stream, Field("content-length", "1")) + Frame(kData, kEndStream, stream, "ab");
  }));
  EXPECT_TRUE(is_flood([](std::uint32_t stream) {
    return Post(stream, Field("content-length", "3")) + Frame(kData, kEndStream, stream, "ab");
  }));
  EXPECT_TRUE(is_flood([](std::uint32_t stream) {
    return Post(stream) + Frame(kHeaders, kWhole, stream, Field("x-test", "a\r\nb"));
  }));
  EXPECT_TRUE(is_flood([](std::uint32_t stream) { return Get(stream, "/a#b"); }));
  EXPECT_TRUE(
      is_flood([](std::uint32_t stream) { return Get(stream, "/", Field("expect", "miracles")); }));
}

// CVE-2023-44487. The bound is ours, which is in the log, and not that of nghttp2.
TEST(Http2Flood, RapidResetsEndTheConnection) {
  Harness harness;
  harness.Begin();
  std::uint32_t stream = 1;
  for (int i = 0; i < 1'100; ++i, stream += 2) {
    harness.Send(Post(stream) + Frame(kRstStream, 0, stream, Number(NGHTTP2_CANCEL, 4)));
  }
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.own, ElementsAre("429 frame_flood "));
}

// A gateway resets the requests of its own clients that have left.
TEST(Http2Flood, AClientThatCancelsAFewOfItsRequestsIsNoFlood) {
  Harness harness;
  harness.Begin();
  std::uint32_t stream = 1;
  for (int i = 0; i < 2'000; ++i, stream += 4) {
    harness.Send(Get(stream) + Post(stream + 2) +
                 Frame(kRstStream, 0, stream + 2, Number(NGHTTP2_CANCEL, 4)));
    harness.sent.clear();
  }
  EXPECT_THAT(harness.requests, SizeIs(2'000));
  EXPECT_TRUE(harness.IsAlive(stream));
}

TEST(Http2Flood, AClientThatConfirmsWhatItReceivesIsNoFlood) {
  Harness harness;
  harness.Begin();
  std::uint32_t stream = 1;
  for (int i = 0; i < 5'000; ++i, stream += 2) {
    harness.Send(Get(stream) + Frame(kWindowUpdate, 0, 0, Number(5, 4)) + Ping());
    harness.sent.clear();
  }
  EXPECT_THAT(harness.requests, SizeIs(5'000));
  EXPECT_TRUE(harness.IsAlive(stream));
}

// CVE-2024-27316.
TEST(Http2Flood, ContinuationsAreCounted) {
  for (const std::size_t size : {0U, 1U, 8'000U}) {
    Harness harness;
    harness.Begin().Send(Frame(kHeaders, kEndStream, 1, Head()));
    const std::string piece = size < 2 ? std::string() : Field("x-test", std::string(size, 'x'));
    int sent = 0;
    while (!harness.session->ended() && sent < 100) {
      harness.Send(Frame(kContinuation, 0, 1, size == 1 ? Field("x", "") : piece));
      ++sent;
    }
    EXPECT_LE(sent, 9) << size;
    EXPECT_THAT(harness.requests, IsEmpty()) << size;
    EXPECT_THAT(harness.own, ElementsAre("431 head_too_large "));
  }
}

// nghttp2 counts each part of the nine bytes before a CONTINUATION.
TEST(Http2Flood, EightContinuationsMayArriveByteByByte) {
  Harness harness;
  std::string frames = Frame(kHeaders, kEndStream, 1, Head());
  for (int i = 0; i < 7; ++i) frames += Frame(kContinuation, 0, 1, Field("x", ""));
  harness.Begin();
  for (const char byte : frames + Frame(kContinuation, kEndHeaders, 1)) harness.Send({&byte, 1});
  EXPECT_THAT(harness.requests, SizeIs(1));
}

// A field is decoded when all of it has arrived: until then it is in the memory of nghttp2.
TEST(Http2Flood, AHeadEndsAtItsLimitThoughItsFieldHasNoEnd) {
  Limits limits;
  limits.head_bytes = 1'000;
  Harness harness(limits);
  const std::string endless = Field("x-test", std::string(60'000, 'x')).substr(0, 3'500);
  harness.Begin().Send(Frame(kHeaders, kEndStream, 1, Head("GET", "/", endless)));
  EXPECT_FALSE(harness.session->ended());
  harness.Send(Frame(kContinuation, 0, 1, std::string(500, 'x')));
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.own, ElementsAre("431 head_too_large "));
}

TEST(Http2Flood, NothingIsReadAfterItsEnd) {
  Harness harness;
  std::string flood;
  for (int i = 0; i < 1'100; ++i) flood += Frame(0x16, 0, 0);
  harness.Begin().Send(flood + Get(1) + Ping() + Frame(kPing, 0, 0, "of another size"));
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.requests, IsEmpty());
  EXPECT_EQ(harness.Find(kPing, 0), nullptr);
  EXPECT_THAT(harness.own, ElementsAre("429 frame_flood "));
}

// A field in the dynamic table that is referred to by single bytes (CVE-2016-1544).
TEST(Http2Flood, HpackBombEndsTheConnection) {
  Harness harness;
  const std::string large = "\x40" + Prefixed(1) + "x" + Prefixed(4'000) + std::string(4'000, 'x');
  harness.Begin().Send(
      Frame(kHeaders, kWhole, 1, Head("GET", "/", large + std::string(3, '\xbe'))));
  EXPECT_THAT(harness.requests, SizeIs(1)) << "16,000 bytes are within the limit";
  harness.Send(Frame(kHeaders, kWhole, 3, Head("GET", "/", std::string(10, '\xbe'))));
  EXPECT_THAT(harness.own, ElementsAre("431 head_too_large GET/"));
  harness.Send(Frame(kHeaders, kWhole, 5, Head("GET", "/", std::string(16'000, '\xbe'))));
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.requests, SizeIs(1));
}

TEST(Http2Flood, TrailersAreLimitedLikeAHead) {
  Harness harness;
  harness.Begin().Send(Post(1) +
                       Frame(kHeaders, kEndStream, 1, Field("x", std::string(16'000, 'x'))));
  for (int i = 0; i < 5; ++i) {
    harness.Send(Frame(kContinuation, 0, 1, Field("x", std::string(16'000, 'x'))));
  }
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
}

TEST(Http2Flood, MoreStreamsThanAnnouncedAreRefused) {
  Harness harness;
  harness.Begin().Send(Frame(kSettings, kAck, 0));
  harness.hold = true;
  for (std::uint32_t i = 0; i < 2 * Http2Session::kStreams; i += 2) harness.Send(Get(i + 1));
  EXPECT_EQ(harness.Find(kGoAway, 0), nullptr);
  harness.Send(Get(2 * Http2Session::kStreams + 1));
  EXPECT_TRUE(harness.Find(kGoAway, 0) != nullptr ||
              IsReset(harness, 2 * Http2Session::kStreams + 1, NGHTTP2_REFUSED_STREAM));
  EXPECT_THAT(harness.requests, SizeIs(Http2Session::kStreams));
}

// CVE-2019-9517: the peer asks for responses and leaves them in our memory.
TEST(Http2Flood, APeerThatReadsNothingGetsNoFurtherRequestServed) {
  Harness harness;
  harness.Begin().Send(Frame(kSettings, 0, 0, Setting(4, 0)));
  harness.respond = [] {
    Response response;
    response.body = std::string(300'000, 'x');
    return response;
  };
  for (std::uint32_t stream = 1; stream < 20; stream += 2) harness.Send(Get(stream));
  EXPECT_THAT(harness.requests, SizeIs(4));
  EXPECT_EQ(harness.Find(kRstStream, 9), nullptr) << "a request that waits was refused";
}

// --- times ---

TEST(Http2Times, ConnectionWithoutARequestIsEnded) {
  Harness fresh;
  fresh.Begin().session->Expire(Seconds(10));
  fresh.Collect();
  EXPECT_FALSE(fresh.session->ended());
  fresh.session->Expire(Seconds(11));
  fresh.Collect();
  EXPECT_TRUE(HasLeft(fresh, NGHTTP2_NO_ERROR));
  Harness used;
  used.Begin().Send(Get(1));
  // Frames without a request do not make it last longer.
  used.Send(Ping());
  used.session->Expire(Seconds(60));
  used.Collect();
  EXPECT_FALSE(used.session->ended());
  used.session->Expire(Seconds(61));
  used.Collect();
  EXPECT_TRUE(HasLeft(used, NGHTTP2_NO_ERROR));
}

TEST(Http2Times, SlowHeadEndsTheConnection) {
  Harness harness;
  harness.Begin().Send(Frame(kHeaders, kEndStream, 1, Head()));
  harness.session->Expire(Seconds(10));
  harness.Collect();
  EXPECT_FALSE(harness.session->ended());
  harness.session->Expire(Seconds(11));
  harness.Collect();
  EXPECT_TRUE(HasLeft(harness, NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_THAT(harness.own, ElementsAre(StartsWith("408 request_timeout")));
  EXPECT_EQ(harness.loop->counters().refused, 1U);
}

TEST(Http2Times, SlowBodyIs408AndTheConnectionGoesOn) {
  Harness harness;
  harness.Begin().Send(Post(1) + Frame(kData, 0, 1, "x"));
  harness.session->Expire(Seconds(31));
  harness.Collect();
  EXPECT_EQ(StatusOf(harness, 1), "408");
  harness.session->Expire(Seconds(35));
  harness.Collect();
  EXPECT_TRUE(IsReset(harness, 1, NGHTTP2_NO_ERROR));
  EXPECT_TRUE(harness.IsAlive(3));
}

TEST(Http2Times, ARequestThatRunsHasNoLimit) {
  Harness harness;
  harness.Begin();
  harness.hold = true;
  harness.Send(Get(1));
  harness.session->Expire(Seconds(1'000));
  harness.Release();
  EXPECT_EQ(StatusOf(harness, 1), "200");
}

// A window of few bytes would keep the response, and its memory, for ever.
TEST(Http2Times, ResponseThatMakesNoProgressIsCancelled) {
  for (const bool drips : {false, true}) {
    Harness harness;
    harness.Begin().Send(Frame(kSettings, 0, 0, Setting(4, 1)));
    harness.respond = [] {
      Response response;
      response.body = std::string(10'000, 'x');
      return response;
    };
    harness.Send(Get(1));
    for (int i = 0; drips && i < 100; ++i) {
      harness.Send(Frame(kWindowUpdate, 0, 1, Number(10, 4)));
    }
    harness.session->Expire(Seconds(31));
    harness.Collect();
    EXPECT_TRUE(IsReset(harness, 1, NGHTTP2_CANCEL)) << drips;
    EXPECT_FALSE(harness.session->ended()) << drips;
  }
}

}  // namespace
}  // namespace bearward::http::frames
