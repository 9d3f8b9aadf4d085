#include "http/router.h"

#include <gtest/gtest.h>

namespace bearward::http {
namespace {

std::uint32_t Bit(Method method) { return 1U << static_cast<unsigned>(method); }

class RouterTest : public ::testing::Test {
 protected:
  void Add(Method method, std::string_view pattern, std::size_t value,
           PathCase path_case = PathCase::kExact) {
    const auto status = router_.Add(method, pattern, path_case, value);
    ASSERT_TRUE(status.has_value()) << pattern;
  }
  Match Find(std::string_view path, Method method = Method::kGet) {
    return router_.Find(method, path);
  }

  Router router_;
};

TEST_F(RouterTest, LiteralPathIsFoundExactly) {
  Add(Method::kGet, "/api/account", 7);
  EXPECT_TRUE(Find("/api/account").found);
  EXPECT_EQ(Find("/api/account").value, 7U);
  for (const char* path : {"/api/Account", "/api/account/", "/api", "/api/accounts", "api/account",
                           "", "/", "/api%2faccount", "//api/account", "/api/./account", "*"}) {
    EXPECT_FALSE(Find(path).found) << path;
    EXPECT_EQ(Find(path).allowed, 0U) << path;
  }
}

TEST_F(RouterTest, RootIsAPath) {
  Add(Method::kGet, "/", 1);
  EXPECT_TRUE(Find("/").found);
  EXPECT_FALSE(Find("//").found);
}

TEST_F(RouterTest, CaseIsIgnoredWhereThePatternSaysSo) {
  Add(Method::kGet, "/api/Account", 1, PathCase::kIgnore);
  Add(Method::kGet, "/api/Forms/{id}", 2, PathCase::kIgnore);
  EXPECT_EQ(Find("/API/aCCOUNT").value, 1U);
  EXPECT_TRUE(Find("/API/aCCOUNT").found);
  EXPECT_TRUE(Find("/Api/forms/AbC").found);
  EXPECT_EQ(Find("/Api/forms/AbC").Raw("id"), "AbC");
}

TEST_F(RouterTest, ParameterIsOneSegment) {
  Add(Method::kGet, "/o/{org}/u/{user}", 3);
  const Match match = Find("/o/a%20b/u/7");
  ASSERT_TRUE(match.found);
  EXPECT_EQ(match.Raw("org"), "a%20b");
  EXPECT_EQ(match.Decoded("org"), "a b");
  EXPECT_EQ(match.Decoded("user"), "7");
  EXPECT_EQ(match.Raw("other"), "");
  EXPECT_FALSE(Find("/o/a/u").found);
  EXPECT_FALSE(Find("/o/a/u/").found);
  EXPECT_FALSE(Find("/o//u/7").found);
  EXPECT_FALSE(Find("/o/a/u/7/8").found);
}

TEST_F(RouterTest, LiteralBeatsParameter) {
  Add(Method::kGet, "/forms/{id}", 1);
  Add(Method::kGet, "/forms/new", 2);
  Add(Method::kGet, "/forms/{id}/rows/{row}", 3);
  Add(Method::kGet, "/forms/{id}/rows/last", 4);
  EXPECT_EQ(Find("/forms/new").value, 2U);
  EXPECT_EQ(Find("/forms/old").value, 1U);
  EXPECT_EQ(Find("/forms/7/rows/last").value, 4U);
  EXPECT_EQ(Find("/forms/7/rows/8").value, 3U);
}

TEST_F(RouterTest, LiteralBranchThatEndsNowhereFallsBackToTheParameter) {
  Add(Method::kGet, "/a/b/{x}/d", 1);
  Add(Method::kGet, "/a/{y}/c/e", 2);
  EXPECT_EQ(Find("/a/b/c/d").value, 1U);
  ASSERT_TRUE(Find("/a/b/c/e").found);
  EXPECT_EQ(Find("/a/b/c/e").value, 2U);
  EXPECT_EQ(Find("/a/b/c/e").Raw("y"), "b");
}

TEST_F(RouterTest, EachMethodHasItsOwnParameterNames) {
  Add(Method::kGet, "/f/{id}", 1);
  Add(Method::kPut, "/f/{key}", 2);
  EXPECT_EQ(Find("/f/x").Raw("id"), "x");
  EXPECT_EQ(Find("/f/x", Method::kPut).Raw("key"), "x");
}

TEST_F(RouterTest, OtherMethodReturnsTheAllowedOnes) {
  Add(Method::kGet, "/f/new", 1);
  Add(Method::kPost, "/f/{id}", 2);
  Add(Method::kDelete, "/f/{id}", 3);
  const Match match = Find("/f/new", Method::kPatch);
  EXPECT_FALSE(match.found);
  EXPECT_EQ(match.allowed, Bit(Method::kGet) | Bit(Method::kPost) | Bit(Method::kDelete));
  EXPECT_EQ(AllowHeader(match.allowed), "GET, HEAD, POST, DELETE");
  EXPECT_EQ(Find("/f/new", Method::kDelete).value, 3U);
}

TEST_F(RouterTest, HeadFallsBackToGet) {
  Add(Method::kGet, "/a", 1);
  Add(Method::kPost, "/b", 2);
  EXPECT_TRUE(Find("/a", Method::kHead).found);
  EXPECT_FALSE(Find("/b", Method::kHead).found);
}

TEST_F(RouterTest, UnknownMethodNeverMatches) {
  Add(Method::kGet, "/a", 1);
  EXPECT_FALSE(Find("/a", Method::kOther).found);
}

TEST_F(RouterTest, AmbiguousSegmentsNeverMatchAParameter) {
  Add(Method::kGet, "/f/{id}", 1);
  for (const char* path :
       {"/f/..", "/f/.", "/f/%2e%2e", "/f/.%2E", "/f/%2e", "/f/a%2fb", "/f/a%2Fb", "/f/a%00",
        "/f/a\\b", "/f/a%5cb", "/f/a%", "/f/a%2", "/f/a%zz", "/f/", "/f/%ff", "/f/a%C3"}) {
    EXPECT_FALSE(Find(path).found) << path;
  }
  for (const char* path : {"/f/...", "/f/a.b", "/f/%41", "/f/.a", "/f/%C3%A9"}) {
    EXPECT_TRUE(Find(path).found) << path;
  }
}

// PostgreSQL refuses a text that is not UTF-8, so GET /v1/users/%FF was 503 there, although SQLite
// finds no such user.
TEST_F(RouterTest, EscapesThatAreNotUtf8NeverMatchAParameter) {
  Add(Method::kGet, "/f/{id}", 1);
  for (const char* path : {"/f/%FF", "/f/a%C3", "/f/%ED%A0%80", "/f/%C0%AF"}) {
    EXPECT_FALSE(Find(path).found) << path;
  }
  EXPECT_EQ(Find("/f/caf%C3%A9").Decoded("id"), "café");
}

TEST_F(RouterTest, RestTakesWhatIsLeftAsItWasSent) {
  Add(Method::kGet, "/g/{name}/{rest*}", 1);
  for (const char* rest : {"/", "/a", "/a/b/", "//", "/../x", "/%2e%2e/", "/a\\b", "/%zz", "/;"}) {
    const std::string path = "/g/api" + std::string(rest);  // the match has views of it
    const Match match = Find(path);
    ASSERT_TRUE(match.found) << rest;
    EXPECT_EQ(match.Raw("name"), "api") << rest;
    EXPECT_EQ(match.Raw("rest"), rest);
  }
  for (const char* path : {"/g/api", "/g//api", "/g/../x/y", "/g/%2e%2e/y", "/g", "/"}) {
    EXPECT_FALSE(Find(path).found) << path;
  }
}

TEST_F(RouterTest, EverythingElseBeatsTheRest) {
  Add(Method::kGet, "/g/{rest*}", 1);
  Add(Method::kGet, "/g/{id}", 2);
  Add(Method::kGet, "/g/new", 3);
  Add(Method::kGet, "/g/{id}/rows", 4);
  EXPECT_EQ(Find("/g/new").value, 3U);
  EXPECT_EQ(Find("/g/old").value, 2U);
  EXPECT_EQ(Find("/g/old/rows").value, 4U);
  EXPECT_EQ(Find("/g/old/columns").value, 1U);
  EXPECT_EQ(Find("/g/old/columns").Raw("rest"), "/old/columns");
  EXPECT_EQ(Find("/g/..").value, 1U);
  EXPECT_EQ(Find("/g/").value, 1U);
}

TEST_F(RouterTest, AnyMethodIsTakenWhereTheRowSaysSo) {
  Add(Method::kAny, "/g/{rest*}", 1);
  Add(Method::kAny, "/plain", 2);
  Add(Method::kPost, "/plain", 3);
  for (const Method method : {Method::kGet, Method::kHead, Method::kDelete, Method::kOther}) {
    EXPECT_EQ(Find("/g/x", method).value, 1U);
    EXPECT_TRUE(Find("/g/x", method).found);
    EXPECT_EQ(Find("/plain", method).value, 2U);
  }
  EXPECT_EQ(Find("/plain", Method::kPost).value, 3U);
}

TEST_F(RouterTest, EqualRouteIsRefused) {
  Add(Method::kGet, "/f/{id}", 1);
  Add(Method::kGet, "/g", 2);
  const auto parameter = router_.Add(Method::kGet, "/f/{other}", PathCase::kExact, 3);
  const auto literal = router_.Add(Method::kGet, "/g", PathCase::kExact, 4);
  ASSERT_FALSE(parameter.has_value());
  EXPECT_EQ(parameter.error().reason, "route_exists");
  ASSERT_FALSE(literal.has_value());
  EXPECT_EQ(Find("/g").value, 2U);
}

TEST_F(RouterTest, PatternThatCannotMatchIsRefused) {
  for (const char* pattern :
       {"", "a", "//", "/a//b", "/a/../b", "/a?b", "/a%20b", "/a/{b", "/a/{}", "/a{b}", "/{a}/",
        "/a\\b", "/{a*}/b", "/{a*}/", "/{*}", "/{a*b}", "/{1}/{2}/{3}/{4}/{5}/{6}/{7}/{8}/{9}"}) {
    const auto status = router_.Add(Method::kGet, pattern, PathCase::kExact, 1);
    ASSERT_FALSE(status.has_value()) << pattern;
    EXPECT_EQ(status.error().reason, "bad_pattern") << pattern;
  }
}

}  // namespace
}  // namespace bearward::http
