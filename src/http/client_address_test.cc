#include "http/client_address.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace bearward::http {
namespace {

using Lines = std::vector<std::pair<std::string_view, std::string_view>>;

constexpr std::string_view kPeer = "10.0.0.1";

// ClientOf resolves the client of a request from `peer`; proxies are 10.0.0.0/8 and fd00::/8.
std::string ClientOf(const Lines& lines, std::string_view peer = kPeer) {
  const std::vector<std::string> ranges = {"10.0.0.0/8", "fd00::/8"};
  const auto trusted = TrustedProxies::Parse(ranges);
  EXPECT_TRUE(trusted.has_value());
  std::vector<Header> headers;
  for (const auto& [name, value] : lines) headers.push_back({name, value});
  Request request;
  request.peer = peer;
  request.headers = headers;
  return std::string(FindClientAddress(request, *trusted));
}

std::string ByForwardedFor(std::string_view value) {
  return ClientOf({{"X-Forwarded-For", value}});
}

std::string ByForwarded(std::string_view value) { return ClientOf({{"Forwarded", value}}); }

// Incident class F1.
TEST(ClientAddress, HeadersOfAPeerThatIsNoTrustedProxyAreIgnored) {
  const Lines forged = {{"X-Forwarded-For", "198.51.100.1"}, {"Forwarded", "for=198.51.100.1"}};
  EXPECT_EQ(ClientOf(forged), "198.51.100.1") << "positive control";
  EXPECT_EQ(ClientOf(forged, "203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(ClientOf(forged, "127.0.0.1"), "127.0.0.1") << "loopback is not trusted unless listed";
  EXPECT_EQ(ClientOf(forged, ""), "");
}

TEST(ClientAddress, WithoutTrustedProxiesItIsThePeer) {
  const std::vector<Header> headers = {{"X-Forwarded-For", "198.51.100.1"}};
  Request request;
  request.peer = "127.0.0.1";
  request.headers = headers;
  EXPECT_EQ(FindClientAddress(request, {}), "127.0.0.1");
}

TEST(ClientAddress, IsTheLastHopThatIsNoTrustedProxy) {
  EXPECT_EQ(ByForwardedFor("198.51.100.1"), "198.51.100.1");
  EXPECT_EQ(ByForwardedFor("198.51.100.1, 203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(ByForwardedFor("198.51.100.1,203.0.113.9, 10.2.3.4 , fd00::7"), "203.0.113.9");
  EXPECT_EQ(ByForwardedFor("10.2.3.4, 10.2.3.5"), "10.2.3.4") << "all are proxies: the first one";
  EXPECT_EQ(ByForwardedFor(", 203.0.113.9, ,"), "203.0.113.9");
  EXPECT_EQ(ByForwardedFor(""), kPeer);
  EXPECT_EQ(ByForwardedFor(" , "), kPeer);
  EXPECT_EQ(ClientOf({}), kPeer);
}

TEST(ClientAddress, SeveralLinesAreOneList) {
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "198.51.100.1"}, {"x-forwarded-for", "203.0.113.9"}}),
            "203.0.113.9");
  EXPECT_EQ(ClientOf({{"X-Forwarded-For", "198.51.100.1, 203.0.113.9"},
                      {"X-Forwarded-For", "10.2.3.4"},
                      {"X-Forwarded-For", ""}}),
            "203.0.113.9");
  EXPECT_EQ(ClientOf({{"Forwarded", "for=198.51.100.1"}, {"Forwarded", "for=10.2.3.4"}}),
            "198.51.100.1");
}

TEST(ClientAddress, PortsBracketsAndQuotesAreTakenOff) {
  for (const auto& [value, client] : Lines{{"203.0.113.9:4711", "203.0.113.9"},
                                           {"2001:db8::1", "2001:db8::1"},
                                           {"[2001:db8::1]", "2001:db8::1"},
                                           {"[2001:db8::1]:443", "2001:db8::1"},
                                           {"::ffff:203.0.113.9", "::ffff:203.0.113.9"}}) {
    EXPECT_EQ(ByForwardedFor(value), client) << value;
  }
  for (const auto& [value, client] :
       Lines{{"for=203.0.113.9", "203.0.113.9"},
             {"For=\"203.0.113.9:4711\"", "203.0.113.9"},
             {"for=\"[2001:db8::1]\"", "2001:db8::1"},
             {"for=\"[2001:DB8::1]:_port\"", "2001:DB8::1"},
             {"proto=https;for=203.0.113.9;by=10.0.0.1;host=\"a,b;for=1.1.1.1\"", "203.0.113.9"},
             {"for=198.51.100.1, for=\"203.0.113.9\";proto=http, for=10.1.1.1", "203.0.113.9"}}) {
    EXPECT_EQ(ByForwarded(value), client) << value;
  }
}

TEST(ClientAddress, AMalformedHopEndsTheReading) {
  for (const std::string hop :
       {"unknown", "_hidden", "203.0.113.9:", "203.0.113.9:x", "203.0.113.9:123456", "203.0.113",
        "0203.0.113.9", "[203.0.113.9]", "[2001:db8::1", "2001:db8::1]", "[2001:db8::1]443",
        "fe80::1%eth0", "localhost", "\"203.0.113.9\"", "203.0.113.9 203.0.113.8", "-", "[]"}) {
    EXPECT_EQ(ByForwardedFor(hop), kPeer) << hop;
    EXPECT_EQ(ByForwardedFor("198.51.100.1, " + hop), kPeer) << hop;
    EXPECT_EQ(ByForwardedFor("198.51.100.1, " + hop + ", 10.2.3.4"), "10.2.3.4") << hop;
    EXPECT_EQ(ByForwardedFor(hop + ", 203.0.113.9"), "203.0.113.9") << hop;
  }
  for (const std::string hop :
       {"for=unknown", "for=_hidden", "for=\"_hidden:_p\"", "for=", "for", "203.0.113.9",
        "by=203.0.113.9", "for=203.0.113.9;for=198.51.100.1", "for=\"203.0.113.\\9\"",
        "for=\"203.0.113.9", "for =203.0.113.9", "for=\"\"", "xfor=203.0.113.9"}) {
    EXPECT_EQ(ByForwarded(hop), kPeer) << hop;
    EXPECT_EQ(ByForwarded(hop + ", for=10.2.3.4"), "10.2.3.4") << hop;
    EXPECT_EQ(ByForwarded(hop + ", for=203.0.113.8"), "203.0.113.8") << hop;
  }
}

// The client sends the left part, the proxy appends the right part.
TEST(ClientAddress, AnOpenQuoteOfTheClientDoesNotHideTheHopOfTheProxy) {
  for (const std::string forged :
       {"for=198.51.100.1;by=\"", "\"", "for=\"", "for=198.51.100.1, by=\"x\\\"", "\\"}) {
    EXPECT_EQ(ByForwarded(forged + ", for=\"[2001:db8::1]\""), "2001:db8::1") << forged;
    EXPECT_EQ(ByForwarded(forged + ", for=203.0.113.9;proto=https"), "203.0.113.9") << forged;
  }
}

// A proxy that writes only one of the two headers passes on the other one as the client sent it.
TEST(ClientAddress, TwoHeadersThatDisagreeLeadToThePeer) {
  const auto both = [](std::string_view first, std::string_view second) {
    return ClientOf({{"X-Forwarded-For", first}, {"Forwarded", second}});
  };
  EXPECT_EQ(both("203.0.113.9", "for=203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(both("::ffff:203.0.113.9", "for=203.0.113.9"), "203.0.113.9");
  EXPECT_EQ(both("203.0.113.9", "for=198.51.100.1"), kPeer);
  EXPECT_EQ(both("203.0.113.9", "for=unknown"), kPeer);
  EXPECT_EQ(both("unknown", "for=198.51.100.1"), kPeer);
}

}  // namespace
}  // namespace bearward::http
