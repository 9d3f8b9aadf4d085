#include "model/redirect_uri.h"

#include <gtest/gtest.h>

namespace bearward::model {
namespace {

TEST(RedirectUri, TheFormSaysWhoCanReadIt) {
  EXPECT_EQ(FormOf("https://app.example.com/back?x=1"), RedirectForm::kHttps);
  EXPECT_EQ(FormOf("https://localhost"), RedirectForm::kHttps);
  EXPECT_EQ(FormOf("http://127.0.0.1:8080/back"), RedirectForm::kLoopback);
  EXPECT_EQ(FormOf("http://[::1]/back"), RedirectForm::kLoopback);
  EXPECT_EQ(FormOf("http://localhost:3000/back"), RedirectForm::kHttp);
  EXPECT_EQ(FormOf("http://127.0.0.1.evil.example/"), RedirectForm::kHttp);
}

TEST(RedirectUri, AWildcardIsAPartOfTheFirstOfThreeLabels) {
  for (const char* text : {"https://*.example.com/", "https://pr-*.example.com", "https://*-a.b.c"})
    EXPECT_TRUE(IsRedirectUri(text)) << text;
  for (const char* text : {"https://*.com/", "https://*/", "https://a.*.example.com/",
                           "https://**.example.com/", "https://*.*.example.com/"})
    EXPECT_FALSE(IsRedirectUri(text)) << text;
}

TEST(RedirectUri, AWildcardPortIsForTheSameMachineOnly) {
  for (const char* text : {"http://localhost:*/", "http://127.0.0.1:*/", "http://[::1]:*"})
    EXPECT_TRUE(IsRedirectUri(text)) << text;
  EXPECT_FALSE(IsRedirectUri("https://app.example.com:*/"));
}

TEST(RedirectUri, WhatABrowserCouldReadDifferentlyIsRefused) {
  for (const std::string& text :
       {std::string(), std::string("https://"), std::string("https:///x"),
        std::string("ftp://example.com"), std::string("HTTPS://example.com"),
        std::string("https://user@example.com"), std::string("https://example.com#f"),
        std::string("https://example.com\\@evil.example"), std::string("https://exa mple.com"),
        std::string("https://example.com:0"), std::string("https://example.com:65536"),
        std::string("https://example.com:"), std::string("https://-a.example"),
        std::string("https://[::2]/"), std::string("https://example..com"),
        std::string("javascript:alert(1)"), "https://example.com/" + std::string(2048, 'a')}) {
    EXPECT_FALSE(IsRedirectUri(text)) << text;
  }
}

TEST(RedirectUri, ARegisteredUriMatchesItself) {
  EXPECT_TRUE(
      MatchesRedirectUri("https://app.example.com/bye?x=*", "https://app.example.com/bye?x=*"));
  for (const char* other :
       {"https://app.example.com/bye", "https://app.example.com/bye?x=*&y",
        "http://app.example.com/bye?x=*", "https://app.example.com:444/bye?x=*",
        "https://APP.example.com/bye?x=*", "https://app.example.com.evil.example/bye?x=*",
        "https://app.example.com/BYE?x=*", ""}) {
    EXPECT_FALSE(MatchesRedirectUri("https://app.example.com/bye?x=*", other)) << other;
  }
}

TEST(RedirectUri, AWildcardMatchesAPartOfOneLabelAndOfNoOther) {
  constexpr const char* kRegistered = "https://pr-*.app.example.com/";
  EXPECT_TRUE(MatchesRedirectUri(kRegistered, "https://pr-7.app.example.com/"));
  for (const char* other :
       {"https://pr-.app.example.com/", "https://pr-7.evil.app.example.com/",
        "https://pr-7.app.example.com.evil.example/", "https://evil.example/pr-7.app.example.com/",
        "https://pr-*.app.example.com/", "https://pr-7.app.example.com:8443/",
        "https://pr-7/.app.example.com/", "https://pr-7?.app.example.com/"}) {
    EXPECT_FALSE(MatchesRedirectUri(kRegistered, other)) << other;
  }
}

TEST(RedirectUri, AWildcardPortMatchesEveryPort) {
  EXPECT_TRUE(MatchesRedirectUri("http://127.0.0.1:*/x", "http://127.0.0.1:49152/x"));
  EXPECT_TRUE(MatchesRedirectUri("http://[::1]:*/x", "http://[::1]:49152/x"));
  EXPECT_FALSE(MatchesRedirectUri("http://127.0.0.1:*/x", "http://127.0.0.1/x"));
  EXPECT_FALSE(MatchesRedirectUri("http://127.0.0.1:*/x", "http://127.0.0.1:*/x"));
  EXPECT_FALSE(MatchesRedirectUri("http://127.0.0.1:*/x", "http://localhost:49152/x"));
}

}  // namespace
}  // namespace bearward::model
