// What responses that a peer does not read may occupy (CVE-2019-9517).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "http/http2_answers_fixture.h"

namespace bearward::http::frames {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

// Gets returns requests on the streams from 1.
std::string Gets(std::uint32_t count) {
  std::string out;
  for (std::uint32_t i = 0; i < count; ++i) out += Get(2 * i + 1);
  return out;
}

// Closed begins a connection that can receive no DATA, and whose responses have `size` bytes.
Harness& Closed(Harness& harness, std::size_t size) {
  harness.respond = [size] {
    Response response;
    response.body = std::string(size, 'x');
    return response;
  };
  harness.Begin().Send(Frame(kSettings, 0, 0, Setting(4, 0)));
  return harness;
}

std::size_t Resets(const Harness& harness, std::uint32_t code) {
  return static_cast<std::size_t>(std::ranges::count_if(harness.sent, [code](const Sent& frame) {
    return frame.type == kRstStream && frame.code() == code;
  }));
}

// All requests are there before the first response is.
TEST(Http2Memory, RequestsOfOneReadWaitUntilResponsesAreGone) {
  Harness harness;
  Closed(harness, 300'000).Send(Gets(100));
  EXPECT_THAT(harness.requests, SizeIs(4));
  harness.session->Expire(Seconds(31));
  harness.Send({});
  EXPECT_EQ(Resets(harness, NGHTTP2_CANCEL), 4U);
  EXPECT_THAT(harness.requests, SizeIs(8));
  EXPECT_THAT(harness.own, IsEmpty());
}

TEST(Http2Memory, RequestsThatWaitAreServedWhenThePeerReads) {
  Harness harness;
  Closed(harness, 300'000).Send(Gets(10));
  EXPECT_THAT(harness.requests, SizeIs(4));
  harness.Send(Frame(kSettings, 0, 0, Setting(4, 1 << 24)) +
               Frame(kWindowUpdate, 0, 0, Number(1 << 24, 4)));
  EXPECT_THAT(harness.requests, SizeIs(10));
  EXPECT_TRUE(harness.IsAlive(21));
}

// Opened begins a connection whose windows allow 2,500,000 bytes of the first response, which has
// 3,000,000; further responses are short.
Harness& Opened(Harness& harness) {
  harness.respond = [first = true]() mutable {
    Response response;
    response.body = std::exchange(first, false) ? std::string(3'000'000, 'x') : "hello";
    return response;
  };
  harness.Begin().Send(Frame(kSettings, 0, 0, Setting(4, 2'500'000)) +
                       Frame(kWindowUpdate, 0, 0, Number(2'500'000, 4)));
  return harness;
}

TEST(Http2Memory, ALargeResponseThatThePeerReadsDelaysNoOtherUntilItsEnd) {
  Harness harness;
  Opened(harness).Send(Gets(1));
  harness.Send(Get(3));
  EXPECT_THAT(harness.requests, SizeIs(2));
  const Sent* const second = harness.Find(kData, 3);
  ASSERT_NE(second, nullptr);
  EXPECT_EQ(second->payload, "hello");
}

TEST(Http2Memory, RequestsWaitForTheEndOfAResponseThatLeavesNoMemory) {
  Limits limits;
  limits.body_memory = 100'000;
  Harness harness(limits);
  Opened(harness).Send(Gets(2));
  EXPECT_THAT(harness.requests, SizeIs(1));
  harness.Send(Frame(kWindowUpdate, 0, 0, Number(500'000, 4)) +
               Frame(kWindowUpdate, 0, 1, Number(500'000, 4)));
  EXPECT_THAT(harness.requests, SizeIs(2));
  EXPECT_NE(harness.Find(kData, 3), nullptr);
  EXPECT_EQ(Resets(harness, NGHTTP2_ENHANCE_YOUR_CALM), 0U);
  EXPECT_EQ(harness.loop->counters().over_memory, 0U);
}

// The requests run at the same time, so that none of them waits for the response of another one.
TEST(Http2Memory, ResponsesBeyondItResetTheirStreams) {
  Limits limits;
  limits.body_memory = 8 * 1024 * 1024;  // a quarter of it for one address
  Harness harness(limits);
  Closed(harness, 700'000);
  harness.hold = true;
  harness.Send(Gets(100));
  EXPECT_THAT(harness.requests, SizeIs(100));
  harness.Release();
  EXPECT_EQ(Resets(harness, NGHTTP2_ENHANCE_YOUR_CALM), 96U);
  EXPECT_EQ(harness.loop->counters().over_memory, 96U);
  harness.hold = false;
  harness.Send(Frame(kSettings, 0, 0, Setting(4, 1 << 24)) +
               Frame(kWindowUpdate, 0, 0, Number(1 << 24, 4)));
  EXPECT_TRUE(harness.IsAlive(201));
}

// As with HTTP/1.1, which has one response at a time.
TEST(Http2Memory, TheOnlyResponseIsSentWhateverItsSize) {
  Limits limits;
  limits.body_memory = 100'000;
  Harness harness(limits);
  Closed(harness, 3'000'000).Send(Get(1));
  EXPECT_EQ(StatusOf(harness, 1), "200");
  EXPECT_EQ(harness.Find(kRstStream, 1), nullptr);
  EXPECT_EQ(harness.loop->counters().over_memory, 0U);
}

}  // namespace
}  // namespace bearward::http::frames
