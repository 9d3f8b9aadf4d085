#include "observe/spans.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/seeded_entropy.h"

namespace bearward::observe {
namespace {

using ::testing::Contains;
using ::testing::Pair;

constexpr std::string_view kRecorded = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
constexpr std::string_view kNotRecorded = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

class SpansTest : public ::testing::Test {
 protected:
  static RequestLine Line() {
    return {.time = base::FromMillis(1'935'817'689'123),
            .method = "GET",
            .path = "/users/user_secret",
            .route = "GET /users/{id}",
            .status = 404,
            .request_id = "req_1",
            .reason = "user_not_found"};
  }
  // Recorded returns how many of `count` requests are recorded.
  std::size_t Recorded(double ratio, std::string_view traceparent, int count = 100) {
    Spans spans(entropy_, ratio);
    for (int i = 0; i < count; ++i) spans.Note(Line(), 1, traceparent);
    return spans.Take().size();
  }

  base::SeededEntropy entropy_{1};
};

TEST_F(SpansTest, ARequestIsRecordedIfItsCallerRecordsIt) {
  EXPECT_EQ(Recorded(0, kRecorded), 100U);
  EXPECT_EQ(Recorded(1, kNotRecorded), 0U);
}

TEST_F(SpansTest, TheRatioIsForRequestsWithoutACaller) {
  EXPECT_EQ(Recorded(0, ""), 0U);
  EXPECT_EQ(Recorded(1, ""), 100U);
  EXPECT_EQ(Recorded(1, "malformed"), 100U);
  EXPECT_NEAR(static_cast<double>(Recorded(0.25, "", 4'000)), 1'000, 150);
}

TEST_F(SpansTest, ASpanContinuesTheTraceOfItsCaller) {
  Spans spans(entropy_, 1);
  spans.Note(Line(), 2'500'000, kRecorded);
  const auto taken = spans.Take();
  ASSERT_EQ(taken.size(), 1U);
  EXPECT_EQ(taken[0].trace.front(), 0x0a);
  EXPECT_EQ(taken[0].parent->front(), 0xb7);
  EXPECT_NE(taken[0].id, *taken[0].parent);
  EXPECT_EQ(taken[0].name, "GET /users/{id}");
  EXPECT_EQ(taken[0].duration_ns, 2'500'000);
  EXPECT_EQ(taken[0].status, 404);
  EXPECT_THAT(taken[0].attributes, Contains(Pair("http.route", "/users/{id}")));
  EXPECT_THAT(taken[0].attributes, Contains(Pair("error.type", "user_not_found")));
  for (const auto& [name, value] : taken[0].attributes) {
    EXPECT_THAT(value, ::testing::Not(::testing::HasSubstr("user_secret"))) << name;
  }
}

TEST_F(SpansTest, ASpanWithoutACallerBeginsATrace) {
  Spans spans(entropy_, 1);
  spans.Note(Line(), 1, "");
  spans.Note(Line(), 1, "");
  const auto taken = spans.Take();
  ASSERT_EQ(taken.size(), 2U);
  EXPECT_FALSE(taken[0].parent);
  EXPECT_NE(taken[0].trace, TraceId());
  EXPECT_NE(taken[0].trace, taken[1].trace);
}

TEST_F(SpansTest, MoreThanTheLimitAreDroppedAndCounted) {
  Spans spans(entropy_, 1);
  for (std::size_t i = 0; i < Spans::kMost + 3; ++i) spans.Note(Line(), 1, "");
  EXPECT_EQ(spans.dropped(), 3U);
  EXPECT_EQ(spans.Take().size(), Spans::kMost);
  spans.Note(Line(), 1, "");
  EXPECT_EQ(spans.Take().size(), 1U);
}

}  // namespace
}  // namespace bearward::observe
