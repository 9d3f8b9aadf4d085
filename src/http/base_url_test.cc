#include "http/base_url.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

TEST(BaseUrl, OriginAndPathAreApart) {
  const auto parts = [](std::string_view text) {
    const auto url = ParseBaseUrl(text);
    return url ? url->origin + " " + url->path : "";
  };
  EXPECT_EQ(parts("https://id.example.com"), "https://id.example.com ");
  EXPECT_EQ(parts("https://id.example.com/"), "https://id.example.com ");
  EXPECT_EQ(parts("http://127.0.0.1:8080/auth"), "http://127.0.0.1:8080 /auth");
  EXPECT_EQ(parts("https://[::1]:8443/a/b-c_d~1/"), "https://[::1]:8443 /a/b-c_d~1");
}

TEST(BaseUrl, WhatNoEndpointCanBeAppendedToIsRefused) {
  for (const char* text : {"",
                           "x",
                           "id.example.com",
                           "ftp://id.example.com",
                           "HTTPS://id.example.com",
                           "https://",
                           "https:///x",
                           "https:// id.example.com",
                           "https://id.example.com?x=1",
                           "https://id.example.com#f",
                           "https://u@id.example.com",
                           "https://u:p@id.example.com",
                           "https://id.example.com:",
                           "https://id.example.com:0",
                           "https://id.example.com:65536",
                           "https://id.example.com:08x",
                           "https://id.example.com//",
                           "https://id.example.com/a//b",
                           "https://id.example.com/../a",
                           "https://id.example.com/a b",
                           "https://id.example.com/%2e",
                           "https://id.example.com/{x}",
                           "https://[::1",
                           "https://[id]",
                           "https://::1",
                           "https://a..b",
                           "https://.a"}) {
    const auto url = ParseBaseUrl(text);
    ASSERT_FALSE(url) << text;
    EXPECT_EQ(url.error().reason, "bad_url") << text;
  }
}

TEST(HostName, HasNoPort) {
  for (const char* text : {"api.example.com", "localhost", "127.0.0.1", "[::1]"}) {
    EXPECT_TRUE(IsHostName(text)) << text;
  }
  for (const char* text : {"", "api.example.com:80", "[::1]:80", "https://a", "a/b", "-a", "::1"}) {
    EXPECT_FALSE(IsHostName(text)) << text;
  }
}

}  // namespace
}  // namespace bearward::http
