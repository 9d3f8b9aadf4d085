// The addresses that outgoing requests may reach (incident class G1).
#include "egress/address_policy.h"

#include <gtest/gtest.h>

#include "testing/must.h"

namespace bearward::egress {
namespace {

using testing::Must;

http::IpAddress Address(const char* text) {
  const auto address = http::IpAddress::Parse(text);
  EXPECT_TRUE(address) << text;
  return address.value_or(http::IpAddress());
}

TEST(AddressPolicy, SpecialAddressesAreNotPublic) {
  for (const char* text :
       {"0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200",
        "100.127.255.255", "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.0.1",
        "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255", "198.18.0.1",
        "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
        "240.0.0.1", "255.255.255.255",
        // IPv6
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:7f00:1",
        "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8", "64:ff9b:1::10.0.0.1", "100::1", "2001::1",
        "2001:0:7f00:1::", "2001:db8::1", "2001:10::1", "2001:20::1",
        "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1",
        "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ff0e::1"}) {
    EXPECT_FALSE(IsPublic(Address(text))) << text;
  }
}

TEST(AddressPolicy, OtherAddressesArePublic) {
  for (const char* text : {"1.1.1.1",         "8.8.8.8",
                           "9.255.255.255",   "11.0.0.0",
                           "100.63.255.255",  "100.128.0.0",
                           "126.255.255.255", "128.0.0.0",
                           "169.253.255.255", "169.255.0.0",
                           "172.15.255.255",  "172.32.0.0",
                           "192.0.1.0",       "192.167.255.255",
                           "192.169.0.0",     "198.17.255.255",
                           "198.20.0.0",      "223.255.255.255",
                           "::ffff:8.8.8.8",  "2000::1",
                           "2001:200::1",     "2001:4860:4860::8888",
                           "2003::1",         "2606:4700::1111",
                           "3ffe::1"}) {
    EXPECT_TRUE(IsPublic(Address(text))) << text;
  }
}

TEST(AddressPolicy, APolicyPermitsPublicAddressesAndItsRanges) {
  const AddressPolicy closed;
  EXPECT_TRUE(closed.Permits(Address("8.8.8.8")));
  EXPECT_FALSE(closed.Permits(Address("127.0.0.1")));
  const AddressPolicy open(
      Must(http::AddressRanges::Parse(std::vector<std::string>{"127.0.0.0/8", "fd00::/8"})));
  EXPECT_TRUE(open.Permits(Address("127.0.0.1")));
  EXPECT_TRUE(open.Permits(Address("::ffff:127.0.0.1"))) << "the same IPv4 address";
  EXPECT_TRUE(open.Permits(Address("fd12::1")));
  EXPECT_TRUE(open.Permits(Address("8.8.8.8")));
  EXPECT_FALSE(open.Permits(Address("10.0.0.1")));
  EXPECT_FALSE(open.Permits(Address("::1")));
}

}  // namespace
}  // namespace bearward::egress
