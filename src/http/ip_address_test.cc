#include "http/ip_address.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

TEST(AddressPrefix, AnIpv4AddressCountsWhole) {
  EXPECT_EQ(AddressPrefix("192.0.2.1"), "192.0.2.1");
  EXPECT_NE(AddressPrefix("192.0.2.1"), AddressPrefix("192.0.2.2"));
  EXPECT_EQ(AddressPrefix("::ffff:192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(AddressPrefix("::FFFF:c000:201"), "192.0.2.1");
}

TEST(AddressPrefix, AnIpv6AddressCountsByItsFirst64Bits) {
  EXPECT_EQ(AddressPrefix("2001:db8:1:2::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(AddressPrefix("2001:DB8:1:2:ffff:ffff:ffff:ffff"), "2001:db8:1:2::/64");
  EXPECT_NE(AddressPrefix("2001:db8:1:3::1"), AddressPrefix("2001:db8:1:2::1"));
  EXPECT_EQ(AddressPrefix("::1"), "::/64");
}

TEST(AddressPrefix, ATextThatIsNoAddressNamesItself) {
  for (const char* text : {"", "unix", "192.0.2", "192.0.2.1:80", "[::1]", "fe80::1%lo"}) {
    EXPECT_EQ(AddressPrefix(text), text);
  }
}

TEST(IpAddress, ANulDoesNotEndTheText) {
  using std::string_view_literals::operator""sv;
  EXPECT_FALSE(IpAddress::Parse("192.0.2.1\0x"sv));
  EXPECT_TRUE(IpAddress::Parse("192.0.2.1"));
}

}  // namespace
}  // namespace bearward::http
