#include "door/cors.h"

#include <gtest/gtest.h>

namespace bearward::door {
namespace {

Reply AnswerTo(const Cors& cors, std::vector<http::Header> headers,
               std::string_view environment = "") {
  http::Request request;
  request.headers = headers;
  Reply reply;
  cors.AddTo(request, environment, reply);
  return reply;
}

std::string AllowedTo(const Cors& cors, std::string_view origin,
                      std::string_view environment = "") {
  return std::string(AnswerTo(cors, {{"Origin", origin}}, environment)
                         .headers.Find("Access-Control-Allow-Origin"));
}

TEST(Cors, OriginsAreWrittenAsABrowserSendsThem) {
  for (const char* good : {"https://app.example.com", "http://localhost:3000", "*",
                           "https://app.example.com:8443", "http://[::1]:3000"}) {
    EXPECT_TRUE(Cors::Parse({good})) << good;
  }
  for (const char* bad :
       {"", "null", "app.example.com", "https://app.example.com/", "https://app.example.com/x",
        "https://App.example.com", "https://app.example.com:443", "http://a.example:80",
        "https://*.example.com", "ftp://a.example", "https://a.example?x"}) {
    const auto cors = Cors::Parse({"https://ok.example", bad});
    ASSERT_FALSE(cors) << bad;
    EXPECT_EQ(cors.error().reason, "bad_origin");
  }
  EXPECT_FALSE(Cors::Parse({})->enabled());
  EXPECT_FALSE(Cors().enabled());
}

// Incident class K2: other servers allowed prefixes, suffixes, other schemes and other ports.
TEST(Cors, OnlyTheExactOriginMatches) {
  const Cors cors = *Cors::Parse({"https://app.example.com", "http://localhost:3000"});
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com"), "https://app.example.com");
  EXPECT_EQ(AllowedTo(cors, "http://localhost:3000"), "http://localhost:3000");
  for (const char* other :
       {"https://app.example.com.evil.example", "https://evilapp.example.com", "null", "*", "",
        "https://app.example.com:443", "http://app.example.com", "https://APP.example.com",
        "https://app.example.com/", "https://app.example.co", "http://localhost",
        "http://localhost:30001", "https://x.app.example.com",
        "https://app.example.com, https://evil.example"}) {
    EXPECT_EQ(AllowedTo(cors, other), "") << other;
  }
  const Reply twice =
      AnswerTo(cors, {{"Origin", "https://app.example.com"}, {"Origin", "https://evil.example"}});
  EXPECT_EQ(twice.headers.Find("Access-Control-Allow-Origin"), "");
}

TEST(Cors, APreflightAllowsTheHeadersOfTheMountsBesidesThoseOfEveryDialect) {
  const std::string_view origin = "https://app.example.com";
  const auto allowed = [origin](const Cors& cors) {
    http::Request request;
    const http::Header header{"Origin", origin};
    request.headers = {&header, 1};
    Reply reply;
    cors.AddPreflightTo(request, "POST", reply);
    return std::string(reply.headers.Find("Access-Control-Allow-Headers"));
  };
  Cors cors = *Cors::Parse({std::string(origin)});
  EXPECT_EQ(allowed(cors), "Authorization, Content-Type, X-Request-Id");
  cors.AllowHeaders({"x-one", "x-two"});
  EXPECT_EQ(allowed(cors), "Authorization, Content-Type, X-Request-Id, x-one, x-two");
}

// An origin that was added to a sandbox used to be allowed in every environment.
TEST(Cors, AnAddedOriginIsAllowedAtOnceAndInItsEnvironmentOnly) {
  bool added = false;
  int asked = 0;
  Cors cors;
  cors.Add({.may_allow = [&] { return added; },
            .allows =
                [&](std::string_view origin, std::string_view environment) {
                  ++asked;
                  return added && origin == "https://app.example.com" &&
                         (environment == "sandbox" || environment.empty());
                }});
  EXPECT_FALSE(cors.enabled());
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com", "sandbox"), "");
  added = true;
  EXPECT_TRUE(cors.enabled());
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com", "sandbox"), "https://app.example.com");
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com", "production"), "");
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com.evil.example", "sandbox"), "");
  asked = 0;
  AnswerTo(cors, {}, "sandbox");
  EXPECT_EQ(asked, 0) << "a request that no page sent asks for no origin";
}

TEST(Cors, APreflightIsAllowedToTheOriginsOfEveryEnvironment) {
  Cors cors;
  cors.Add({.may_allow = [] { return true; },
            .allows =
                [](std::string_view origin, std::string_view environment) {
                  return origin == "https://app.example.com" && environment.empty();
                }});
  const std::vector<http::Header> headers = {{"Origin", "https://app.example.com"}};
  http::Request request;
  request.headers = headers;
  Reply reply;
  cors.AddPreflightTo(request, "POST", reply);
  EXPECT_EQ(reply.headers.Find("Access-Control-Allow-Origin"), "https://app.example.com");
}

TEST(Cors, EveryAnswerVariesByOrigin) {
  const Cors cors = *Cors::Parse({"https://app.example.com"});
  EXPECT_EQ(AnswerTo(cors, {}).headers.Find("Vary"), "Origin");
  EXPECT_EQ(AnswerTo(cors, {{"Origin", "https://evil.example"}}).headers.Find("Vary"), "Origin");
}

TEST(Cors, CredentialsAreForListedOriginsAndNeverForTheWildcard) {
  const Cors cors = *Cors::Parse({"*", "https://app.example.com"});
  const auto credentials = [&](std::string_view origin) {
    const Reply reply = AnswerTo(cors, {{"Origin", origin}});
    return std::string(reply.headers.Find("Access-Control-Allow-Credentials"));
  };
  EXPECT_EQ(AllowedTo(cors, "https://any.example"), "*");
  EXPECT_EQ(credentials("https://any.example"), "");
  EXPECT_EQ(credentials("https://app.example.com"), "true");
  EXPECT_EQ(AllowedTo(cors, "https://app.example.com"), "https://app.example.com");
}

}  // namespace
}  // namespace bearward::door
