#include "app/injected_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using testing::Must;

base::Result<InjectedFault> Parse(std::string_view text) {
  return ParseInjectedFault(Must(json::Parse(text)));
}

std::vector<std::string> WrongFields(std::string_view text) {
  const auto fault = Parse(text);
  return fault ? std::vector<std::string>{"none"} : fault.error().fields;
}

TEST(InjectedFaults, AppliesToTheGivenNumberOfRequestsOfItsRoute) {
  InjectedFaults faults;
  faults.Add(Must(Parse(
      R"({"method":"POST","path":"/v1/users/{id}/unlock","status":503,"delay_ms":5,"times":2})")));
  EXPECT_FALSE(faults.Take(http::Method::kGet, "/v1/users/ann/unlock"));
  EXPECT_FALSE(faults.Take(http::Method::kPost, "/v1/users/ann"));
  EXPECT_FALSE(faults.Take(http::Method::kPost, "/v1/users/ann/unlock/more"));
  EXPECT_FALSE(faults.Take(http::Method::kPost, "/v1/users//unlock"));
  const auto fault = faults.Take(http::Method::kPost, "/v1/users/ann/unlock");
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->status, 503);
  EXPECT_EQ(fault->delay, std::chrono::milliseconds(5));
  EXPECT_EQ(faults.AsJson(),
            R"({"faults":[{"method":"POST","path":"/v1/users/{id}/unlock","status":503,)"
            R"("delay_ms":5,"times":1}]})");
  EXPECT_TRUE(faults.Take(http::Method::kPost, "/v1/users/bob/unlock"));
  EXPECT_FALSE(faults.Take(http::Method::kPost, "/v1/users/bob/unlock"));
}

TEST(InjectedFaults, AppliesToEveryMethodWithoutOneAndOnceWithoutANumber) {
  InjectedFaults faults;
  faults.Add(Must(Parse(R"({"path":"/readyz","status":500})")));
  EXPECT_TRUE(faults.Take(http::Method::kGet, "/readyz"));
  EXPECT_FALSE(faults.Take(http::Method::kGet, "/readyz"));
}

TEST(InjectedFaults, ClearRemovesAll) {
  InjectedFaults faults;
  faults.Add(Must(Parse(R"({"path":"/readyz","status":500})")));
  faults.Clear();
  EXPECT_FALSE(faults.Take(http::Method::kGet, "/readyz"));
}

TEST(InjectedFaults, WhatIsWrongIsNamed) {
  EXPECT_THAT(WrongFields(R"({"path":"/a","delay_ms":1})"), ElementsAre("none"));
  EXPECT_THAT(WrongFields(R"({"status":500})"), ElementsAre("path"));
  EXPECT_THAT(WrongFields(R"({"path":"a","status":500})"), ElementsAre("path"));
  EXPECT_THAT(WrongFields(R"({"path":"/a"})"), ElementsAre("status"));
  EXPECT_THAT(WrongFields(R"({"path":"/a","status":200})"), ElementsAre("status"));
  EXPECT_THAT(WrongFields(R"({"path":"/a","delay_ms":60001})"), ElementsAre("delay_ms"));
  EXPECT_THAT(WrongFields(R"({"path":"/a","status":500,"times":0})"), ElementsAre("times"));
  EXPECT_THAT(WrongFields(R"({"path":"/a","status":500,"method":"post"})"), ElementsAre("method"));
  EXPECT_EQ(Parse(R"({"path":"/a","status":500,"delay":1})").error().reason, "unknown_field");
}

}  // namespace
}  // namespace bearward::app
