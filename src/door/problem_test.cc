#include "door/problem.h"

#include <gtest/gtest.h>

#include "base/invalid.h"

namespace bearward::door {
namespace {

TEST(Problem, EveryCodeHasItsStatus) {
  EXPECT_EQ(StatusOf(base::Invalid("x", "")), 400);
  EXPECT_EQ(StatusOf(base::Unauthenticated("x", "")), 401);
  EXPECT_EQ(StatusOf(base::Denied("x", "")), 403);
  EXPECT_EQ(StatusOf(base::NotFound("x", "")), 404);
  EXPECT_EQ(StatusOf(base::Exists("x", "")), 409);
  EXPECT_EQ(StatusOf(base::Conflict("x", "")), 409);
  EXPECT_EQ(StatusOf(base::Limited("x", "", std::chrono::seconds(3))), 429);
  EXPECT_EQ(StatusOf(base::Unavailable("x", "")), 503);
  EXPECT_EQ(StatusOf(base::Internal("")), 500);
}

TEST(Problem, SomeReasonsHaveAStatusOfTheirOwn) {
  EXPECT_EQ(StatusOf(base::Invalid("body_too_large", "")), 413);
  EXPECT_EQ(StatusOf(base::Invalid("wrong_content_type", "")), 415);
  EXPECT_EQ(StatusOf(base::Invalid("method_not_allowed", "")), 405);
  EXPECT_EQ(StatusOf(base::NotFound("route_not_found", "")), 404);
}

TEST(Problem, RetryAfterIsAddedOnceAndOnlyWhereWaitingHelps) {
  const base::Error limited = base::Limited("x", "", std::chrono::seconds(42));
  Reply reply = WithRetryAfter(WithRetryAfter(EmptyReply(429), limited), limited);
  EXPECT_EQ(reply.headers.text(), "Retry-After: 42\r\n");
  EXPECT_TRUE(WithRetryAfter(EmptyReply(400), base::Invalid("x", "")).headers.empty());
}

// The 404 of GET /v1/applications/app_1 named "#/app_1", as if the request had such a member.
TEST(Problem, OnlyFieldsOfTheRequestArePointedAt) {
  const auto faults = [](const base::Error& error) {
    std::string text;
    json::Writer writer(text);
    writer.BeginObject();
    WriteFaults(writer, error);
    writer.EndObject();
    return text;
  };
  base::Error missing = base::NotFound("application_not_found", "No such application.");
  missing.fields = {"app_1"};
  EXPECT_EQ(faults(missing), "{}");
  EXPECT_EQ(faults(base::Invalid("x", "", {"a/b"})), R"({"errors":[{"pointer":"#/a~1b"}]})");
}

}  // namespace
}  // namespace bearward::door
