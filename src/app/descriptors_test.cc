#include "app/descriptors.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace bearward::app {
namespace {

TEST(Descriptors, LimitsThatFitStayAsTheyAre) {
  const http::Limits fitted = FitConnections({}, 1'000'000, 8);
  EXPECT_EQ(fitted.connections, http::Limits().connections);
  EXPECT_EQ(fitted.connections_per_address, http::Limits().connections_per_address);
}

TEST(Descriptors, ConnectionsLeaveSomeForTheRest) {
  const http::Limits fitted = FitConnections({}, 1024, 2);
  EXPECT_EQ(fitted.connections, 1024U - 96 - 10);
  EXPECT_EQ(fitted.connections_per_address, fitted.connections / 2);
}

TEST(Descriptors, OneAddressGetsHalfOfTheConnectionsAtMost) {
  http::Limits limits;
  limits.connections = 200;
  EXPECT_EQ(FitConnections(limits, 1'000'000, 1).connections_per_address, 100U);
  limits.connections = 1;
  EXPECT_EQ(FitConnections(limits, 1'000'000, 1).connections_per_address, 1U);
}

TEST(Descriptors, WithHardlyAnyDescriptorsMostAreKept) {
  EXPECT_EQ(FitConnections({}, 64, 2).connections, 16U);
}

TEST(Descriptors, TheSoftLimitBecomesTheHardOne) {
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit low = before;
  low.rlim_cur = before.rlim_max / 2;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &low), 0);
  EXPECT_EQ(RaiseDescriptorLimit(), before.rlim_max);
  rlimit raised{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &raised), 0);
  EXPECT_EQ(raised.rlim_cur, before.rlim_max);
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace bearward::app
