#include "http/trusted_proxies.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

bool Trusts(const std::string& range, std::string_view peer) {
  const std::vector<std::string> ranges = {range};
  const auto trusted = TrustedProxies::Parse(ranges);
  EXPECT_TRUE(trusted.has_value()) << range;
  return trusted && trusted->Contains(peer);
}

TEST(TrustedProxies, ARangeHoldsItsAddressesToTheBit) {
  EXPECT_TRUE(Trusts("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(Trusts("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(Trusts("192.0.2.128/25", "192.0.2.255"));
  EXPECT_FALSE(Trusts("192.0.2.128/25", "192.0.2.127"));
  EXPECT_TRUE(Trusts("192.0.2.7", "192.0.2.7"));
  EXPECT_FALSE(Trusts("192.0.2.7", "192.0.2.6"));
  EXPECT_TRUE(Trusts("2001:db8::/33", "2001:db8:7fff::1"));
  EXPECT_FALSE(Trusts("2001:db8::/33", "2001:db8:8000::1"));
  EXPECT_TRUE(Trusts("0.0.0.0/0", "203.0.113.9"));
  EXPECT_FALSE(Trusts("0.0.0.0/0", "2001:db8::1"));
}

TEST(TrustedProxies, AnIpv4AddressInIpv6FormIsThatAddress) {
  EXPECT_TRUE(Trusts("127.0.0.0/8", "::ffff:127.0.0.1"));
  EXPECT_TRUE(Trusts("::ffff:127.0.0.0/104", "127.0.0.1"));
  EXPECT_FALSE(Trusts("127.0.0.0/8", "::127.0.0.1"));
}

TEST(TrustedProxies, WhatIsNoAddressIsNotTrusted) {
  for (const char* peer : {"", "localhost", "127.0.0.1:80", "127.0.0.1 ", "127.1", "[::1]",
                           "::1%lo", "0127.0.0.1", "127.0.0.1, 10.0.0.1"}) {
    EXPECT_FALSE(Trusts("127.0.0.0/8", peer)) << peer;
    EXPECT_FALSE(Trusts("::/0", peer)) << peer;
  }
  EXPECT_FALSE(TrustedProxies().Contains("127.0.0.1"));
}

TEST(TrustedProxies, AMalformedRangeIsNamed) {
  for (const char* range : {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x",
                            "10.0.0/8", "host/8", "10.0.0.0/4294967295", "/8"}) {
    const std::vector<std::string> ranges = {"127.0.0.1", range};
    const auto trusted = TrustedProxies::Parse(ranges);
    ASSERT_FALSE(trusted.has_value()) << range;
    EXPECT_EQ(trusted.error().reason, "bad_value");
    EXPECT_TRUE(trusted.error().public_text.ends_with(range)) << range;
  }
}

}  // namespace
}  // namespace bearward::http
