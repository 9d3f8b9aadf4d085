// The URLs of receivers (incident class G1).
#include "egress/url.h"

#include <gtest/gtest.h>

namespace bearward::egress {
namespace {

TEST(Url, ThePartsOfAnAcceptedUrl) {
  const auto plain = ParseUrl("http://Hooks.example.com/a?b=c");
  ASSERT_TRUE(plain);
  EXPECT_FALSE(plain->encrypted);
  EXPECT_EQ(plain->host, "Hooks.example.com");
  EXPECT_EQ(plain->port, 80);
  EXPECT_FALSE(plain->address);
  const auto ipv4 = ParseUrl("https://192.0.2.7:8443");
  ASSERT_TRUE(ipv4);
  EXPECT_TRUE(ipv4->encrypted);
  EXPECT_EQ(ipv4->port, 8443);
  EXPECT_EQ(ipv4->address, http::IpAddress::Parse("192.0.2.7"));
  const auto ipv6 = ParseUrl("https://[2001:db8::1]?x");
  ASSERT_TRUE(ipv6);
  EXPECT_EQ(ipv6->host, "2001:db8::1");
  EXPECT_EQ(ipv6->port, 443);
  EXPECT_EQ(ipv6->address, http::IpAddress::Parse("2001:db8::1"));
}

TEST(Url, EveryOtherFormIsRefused) {
  for (const char* text : {
           "",
           "example.com",
           "//example.com",
           "ftp://example.com",
           "file:///etc/passwd",
           "gopher://example.com",
           "dict://example.com",
           "HTTP://example.com",
           "javascript:1",
           "http:/example.com",
           "http://",
           "http:///path",
           "http://?q",
           "http://:80/",
           // user information, which hides the host
           "http://user@example.com/",
           "http://user:secret@example.com/",
           "http://example.com@127.0.0.1/",
           "http://example.com:80@127.0.0.1/",
           // other spellings of 127.0.0.1
           "http://2130706433/",
           "http://0x7f000001/",
           "http://0x7f.0.0.1/",
           "http://0177.0.0.1/",
           "http://127.1/",
           "http://127.0.1/",
           "http://0/",
           "http://127.0.0.1./",
           "http://127.0.0.01/",
           "http://1.2.3.4.5/",
           "http://a.0x1/",
           "http://256.0.0.1/",
           "http://[127.0.0.1]/",
           "http://[::1/",
           "http://::1/",
           "http://[::1%25lo]/",
           "http://[fe80::1%eth0]/",
           "http://[]/",
           "http://[::1]x/",
           "http://%31%32%37.0.0.1/",
           // names
           "http://example.com./",
           "http://.example.com/",
           "http://a..b/",
           "http://-a.example/",
           "http://a_b.example/",
           "http://*.example.com/",
           "http://ex ample.com/",
           "http://example.com\\@evil.example/",
           "http://example.com#@evil.example/",
           "http://exa\tmple.com/",
           "http://example.com/\r\nHost: x",
           "http://b\303\274cher.example/",
           // ports
           "http://example.com:/",
           "http://example.com:0/",
           "http://example.com:65536/",
           "http://example.com:+80/",
           "http://example.com:80a/",
           "http://example.com:-1/",
       }) {
    EXPECT_FALSE(ParseUrl(text)) << text;
  }
  EXPECT_FALSE(ParseUrl("http://a.example/" + std::string(2048, 'a')));
  EXPECT_FALSE(ParseUrl(std::string("http://a.example/\0b", 19)));
}

}  // namespace
}  // namespace bearward::egress
