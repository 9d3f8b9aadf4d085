#include "http/admission.h"

#include <gtest/gtest.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace bearward::http {
namespace {

using Refused = Admission::Refused;

Limits Small() {
  Limits limits;
  limits.connections = 4;
  limits.connections_per_address = 2;
  limits.head_bytes = 1'000;
  limits.body_bytes = 1'000;
  limits.body_memory = 100'000;
  return limits;
}

std::optional<Refused> RefusalOf(Admission& admission, std::string_view peer) {
  auto place = admission.Enter(peer);
  return place ? std::nullopt : std::optional(place.error());
}

TEST(Admission, CountsConnectionsOfOneAddressAndOfAll) {
  const base::Replaceable<Limits> held(Small());
  Admission admission(held, nullptr);
  auto one = admission.Enter("192.0.2.1");
  auto two = admission.Enter("::ffff:192.0.2.1");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(RefusalOf(admission, "192.0.2.1"), Refused::kConnectionsPerAddress);
  auto three = admission.Enter("192.0.2.2");
  auto four = admission.Enter("192.0.2.3");
  ASSERT_TRUE(three && four);
  EXPECT_EQ(admission.open(), 4U);
  EXPECT_EQ(RefusalOf(admission, "192.0.2.4"), Refused::kConnections);
  one->Leave();
  EXPECT_EQ(RefusalOf(admission, "192.0.2.1"), std::nullopt);
  EXPECT_EQ(admission.open(), 3U);
}

TEST(Admission, CountsIpv6BySubnet) {
  const base::Replaceable<Limits> held(Small());
  Admission admission(held, nullptr);
  auto one = admission.Enter("2001:db8::1");
  auto two = admission.Enter("2001:db8::ffff:2");
  ASSERT_TRUE(one && two);
  EXPECT_EQ(RefusalOf(admission, "2001:db8::3"), Refused::kConnectionsPerAddress);
  EXPECT_EQ(RefusalOf(admission, "2001:db8:0:1::1"), std::nullopt);
}

TEST(Admission, ExemptPeersAreBoundByTheLimitOfAllOnly) {
  const base::Replaceable<Limits> held(Small());
  Admission admission(held, [](std::string_view peer) { return peer == "2001:db8::1"; });
  std::vector<Place> places;
  for (int i = 0; i < 3; ++i) {
    auto place = admission.Enter("2001:db8::1");
    ASSERT_TRUE(place) << i;
    places.push_back(*std::move(place));
  }
  // Other addresses of its subnet are not exempt, and its connections do not count for them.
  auto other = admission.Enter("2001:db8::2");
  EXPECT_TRUE(other);
  EXPECT_EQ(RefusalOf(admission, "2001:db8::1"), Refused::kConnections);
}

TEST(Admission, PeerWithoutAnAddressIsExempt) {
  const base::Replaceable<Limits> held(Small());
  Admission admission(held, nullptr);
  std::vector<Place> places;
  for (int i = 0; i < 4; ++i) {
    auto place = admission.Enter("");
    ASSERT_TRUE(place) << i;
    places.push_back(*std::move(place));
  }
}

TEST(Admission, MemoryOfOneAddressIsAQuarterAndReturned) {
  const base::Replaceable<Limits> held(Small());
  Admission admission(held, nullptr);
  auto one = admission.Enter("192.0.2.1");
  auto two = admission.Enter("192.0.2.1");
  EXPECT_TRUE(one->Hold(20'000));
  EXPECT_FALSE(two->Hold(5'001));
  EXPECT_TRUE(two->Hold(5'000));
  EXPECT_FALSE(one->Hold(20'001));
  EXPECT_TRUE(one->Hold(0));
  EXPECT_TRUE(two->Hold(25'000));
}

TEST(Admission, MemoryOfAllIsBounded) {
  Limits limits = Small();
  limits.connections = 10;
  const base::Replaceable<Limits> held(limits);
  Admission admission(held, [](std::string_view peer) { return peer == "192.0.2.9"; });
  std::vector<Place> places;
  for (const char* peer : {"192.0.2.1", "192.0.2.2", "192.0.2.3"}) {
    places.push_back(*admission.Enter(peer));
    EXPECT_TRUE(places.back().Hold(25'000));
  }
  auto exempt = admission.Enter("192.0.2.9");
  EXPECT_FALSE(exempt->Hold(25'001));
  EXPECT_TRUE(exempt->Hold(25'000));
  auto last = admission.Enter("192.0.2.4");
  EXPECT_FALSE(last->Hold(1));
  places.clear();
  EXPECT_TRUE(last->Hold(1));
  EXPECT_TRUE(exempt->Hold(99'999));
}

TEST(Admission, OneBodyOfTheLargestSizeAlwaysFits) {
  Limits limits = Small();
  limits.body_memory = 11'000;
  const base::Replaceable<Limits> held(limits);
  Admission admission(held, nullptr);
  auto place = admission.Enter("192.0.2.1");
  EXPECT_TRUE(place->Hold(limits.head_bytes + limits.body_bytes + 8'192));
}

TEST(AdmissionConcurrency, ManyThreadsNeverExceedALimitAndLeaveNothingBehind) {
  Limits limits = Small();
  limits.connections = 6;
  const base::Replaceable<Limits> held(limits);
  Admission admission(held, nullptr);
  std::atomic<int> inside{0};
  std::atomic<int> refused{0};
  std::atomic<bool> exceeded{false};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2'000; ++i) {
        auto place = admission.Enter("192.0.2.1");
        if (!place) {
          ++refused;
          continue;
        }
        if (++inside > 2) exceeded = true;
        place->Hold(1'000);
        --inside;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_FALSE(exceeded);
  EXPECT_EQ(admission.open(), 0U);
  auto place = admission.Enter("192.0.2.1");
  ASSERT_TRUE(place);
  EXPECT_TRUE(place->Hold(25'000));
}

}  // namespace
}  // namespace bearward::http
