#include "verify/decision.h"

#include <gtest/gtest.h>

namespace bearward::verify {
namespace {

TEST(Decision, WhatKeptUsFromAskingIsUnknown) {
  for (const base::Error& error : {base::Unavailable("busy", ""), base::Internal("")}) {
    const Decision decision = Decision::FromError(error);
    EXPECT_TRUE(decision.unknown());
    EXPECT_FALSE(decision.allowed());
    EXPECT_EQ(decision.error().code, error.code);
  }
}

TEST(Decision, EverythingElseIsADenial) {
  for (const base::Error& error :
       {base::Invalid("a", ""), base::Unauthenticated("b", ""), base::Denied("c", ""),
        base::NotFound("d", ""), base::Limited("e", "", std::chrono::seconds(3))}) {
    const Decision decision = Decision::FromError(error);
    EXPECT_FALSE(decision.unknown());
    EXPECT_FALSE(decision.allowed());
    EXPECT_FALSE(decision.caller());
    EXPECT_EQ(decision.error().reason, error.reason);
    EXPECT_EQ(decision.error().retry_after, error.retry_after);
  }
}

}  // namespace
}  // namespace bearward::verify
