// Spoofing attempts of a hostile client, one test per technique, for every family (incident classes
// F1, F3 to F5, F7).
#include <algorithm>

#include "base/ascii.h"
#include "gateway/gateway_fixture.h"

namespace bearward::gateway {
namespace {

class Spoofing : public GatewayFixture {
 protected:
  Spoofing() {
    model::Policy policy;
    policy.id = "public";
    policy.methods = {"GET"};
    policy.path_prefixes = {"/public"};
    Create(cast_.production, policy);
  }
  static std::string_view NameOf(const std::pair<std::string, std::string>& header) {
    return header.first;
  }
  // Reads says whether a header is in the family's set.
  static bool Reads(const Family& family, std::string_view name) {
    for (const auto& [known, value] : HeadersOf(family, {})) {
      if (known == name) return true;
    }
    return name == "Authorization" || name == "X-Api-Key";
  }
};

// Incident classes F1 and F7: every header that some product uses for the original request.
TEST_F(Spoofing, HeadersOfOtherFamiliesSteerNothing) {
  const ClientHeaders forged = {{"X-Forwarded-Uri", "/public"},
                                {"X-Forwarded-Method", "GET"},
                                {"X-Forwarded-Host", "api.example"},
                                {"X-Forwarded-Prefix", "/public"},
                                {"X-Forwarded-Path", "/public"},
                                {"X-Original-URL", "https://api.example/public"},
                                {"X-Original-URI", "/public"},
                                {"X-Original-Method", "GET"},
                                {"X-Original-Path", "/public"},
                                {"X-Envoy-Original-Path", "/public"},
                                {"X-Rewrite-URL", "/public"},
                                {"X-HTTP-Method-Override", "GET"},
                                {"Forwarded", "for=127.0.0.1;host=api.example"},
                                {"X-Real-IP", "127.0.0.1"},
                                {"User-Agent", "kube-probe/1.30"},
                                {"X-Auth-Status", "200"},
                                {"Remote-User", "root"}};
  for (const Family& family : Families()) {
    ClientHeaders headers = Bearer(token_);
    for (const auto& header : forged) {
      if (!Reads(family, header.first)) headers.push_back(header);
    }
    EXPECT_EQ(StatusOf(family, {.method = "DELETE", .path = "/admin", .policy = "public"}, headers),
              403)
        << family.name;
    const ClientAnswer answer = Ask(family, {.path = "/public", .policy = "public"}, headers);
    EXPECT_EQ(answer.status, 200) << family.name;
    EXPECT_EQ(answer.Header("Remote-User"), "ann") << family.name;
  }
}

TEST_F(Spoofing, ADoubledHeaderOfTheSetIsRefused) {
  for (const Family& family : Families()) {
    for (const auto& [name, value] : HeadersOf(family, {}, Bearer(token_))) {
      for (const std::string& second : {value, std::string("other"), std::string()}) {
        ClientHeaders headers = HeadersOf(family, {}, Bearer(token_));
        headers.emplace_back(name, second);
        EXPECT_EQ(TrueStatusOf(family, Send(family, {}, headers)), 400) << family.name << name;
        EXPECT_EQ(LastReason(), "doubled_header") << family.name << name;
        headers.back().first = base::Lower(name);
        EXPECT_EQ(TrueStatusOf(family, Send(family, {}, headers)), 400) << family.name << name;
      }
    }
  }
}

// Incident class F3: a server behind the proxy may read an alias as a header of the set.
TEST_F(Spoofing, AnAliasOfAHeaderOfTheSetIsRefused) {
  for (const Family& family : Families()) {
    ClientHeaders set = HeadersOf(family, {}, Bearer(token_));
    set.emplace_back("X-Api-Key", "x");
    for (const auto& [name, value] : set) {
      for (const char separator : {'_', '.'}) {
        std::string alias = name;
        for (char& c : alias) c = c == '-' ? separator : c;
        if (alias == name) continue;
        for (const std::string& spelt : {alias, base::Lower(alias)}) {
          ClientHeaders headers = HeadersOf(family, {}, Bearer(token_));
          headers.emplace_back(spelt, value);
          EXPECT_EQ(TrueStatusOf(family, Send(family, {}, headers)), 400) << family.name << spelt;
          EXPECT_EQ(LastReason(), "header_alias") << family.name << spelt;
        }
      }
    }
  }
}

TEST_F(Spoofing, AnAliasAloneIsNoCredential) {
  const std::string key(cast_.world.AddUserKey(cast_.production, cast_.ann).Reveal());
  for (const Family& family : Families()) {
    for (const char* name : {"X_Api_Key", "x.api.key", "X_API-KEY"}) {
      EXPECT_EQ(StatusOf(family, {}, {{name, key}}), 400) << family.name << name;
    }
  }
}

TEST_F(Spoofing, AMissingOrEmptyHeaderOfTheSetIsRefused) {
  for (const Family& family : Families()) {
    const ClientHeaders set = HeadersOf(family, {});
    for (const auto& [name, value] : set) {
      const bool optional =
          name == "X-Forwarded-For" || (family.name == "envoy" && name == "X-Forwarded-Proto");
      ClientHeaders without = Bearer(token_);
      ClientHeaders empty = Bearer(token_);
      for (const auto& header : set) {
        if (header.first != name) without.push_back(header);
        empty.emplace_back(header.first, header.first == name ? "" : header.second);
      }
      const int wanted = optional ? 200 : 400;
      EXPECT_EQ(TrueStatusOf(family, Send(family, {}, without)), wanted) << family.name << name;
      EXPECT_EQ(TrueStatusOf(family, Send(family, {}, empty)), wanted) << family.name << name;
    }
  }
}

// Incident class F4.
TEST_F(Spoofing, APathThatCanBeReadTwoWaysIsRefused) {
  for (const Family& family : Families()) {
    for (const char* path : {"/public/../admin",   "/public/./1",
                             "/public/..",         "/public/.",
                             "/./public",          "/public/%2e%2e/admin",
                             "/public/%2E./admin", "/public/..%2fadmin",
                             "/public%2Fadmin",    "/public/..%5cadmin",
                             "/public/..\\admin",  "/public/..;/admin",
                             "/public;x=1/admin",  "/public/%3bx",
                             "//public",           "/public//1",
                             "/public/%00",        "/public/%0a",
                             "/public/%zz",        "/public/%",
                             "/public/%2",         "/public/%252e%252e/admin"}) {
      EXPECT_EQ(StatusOf(family, {.path = path, .policy = "public"}, Bearer(token_)), 400)
          << family.name << " " << path;
      EXPECT_EQ(LastReason(), "ambiguous_path") << family.name << " " << path;
    }
  }
}

// Incident class F4: a path form that the policy allows (GitLab's projects, npm's scopes) passes if
// every reading of the path is below the policy's prefixes.
TEST_F(Spoofing, APathFormPassesWhereThePolicyTakesItAndCoversEveryReading) {
  using enum model::PathForm;
  for (const auto& [name, form] :
       {std::pair{"slash", kEncodedSlash}, std::pair{"param", kSemicolon},
        std::pair{"double", kDoubleSlash}}) {
    model::Policy policy;
    policy.id = name;
    policy.path_prefixes = {"/public"};
    policy.path_forms = {form};
    Create(cast_.production, policy);
  }
  struct Row {
    const char* policy;
    const char* path;
    int status;
  };
  for (const Family& family : Families()) {
    for (const Row& row : {Row{"slash", "/public/group%2Fproject", 200},
                           {"slash", "/public/@scope%2fname", 200},
                           {"slash", "/public%2Fx", 403},
                           {"slash", "/public/..%2Fadmin", 400},
                           {"slash", "/public/x%2F..%2F..%2Fadmin", 400},
                           {"slash", "/public%2F..%2Fadmin", 400},
                           {"slash", "/admin%2F..%2Fpublic", 400},
                           {"slash", "/public/a;b", 400},
                           {"slash", "/public//a", 400},
                           {"slash", "/public/%252Fa", 400},
                           {"slash", "/public/%5ca", 400},
                           {"param", "/public/a;v=1/b", 200},
                           {"param", "/public;v=1/b", 403},
                           {"param", "/public/..;/admin", 400},
                           {"param", "/public/a%2Fb", 400},
                           {"double", "/public//a", 200},
                           {"double", "//public/a", 403},
                           {"double", "/public//../admin", 400}}) {
      EXPECT_EQ(StatusOf(family, {.path = row.path, .policy = row.policy}, Bearer(token_)),
                row.status)
          << family.name << " " << row.policy << " " << row.path;
      EXPECT_NE(StatusOf(family, {.path = row.path, .policy = row.policy}, {}), 200) << row.path;
    }
  }
}

// Incident class F5: OPTIONS alone allows nothing.
TEST_F(Spoofing, APreflightPassesOnlyWhereThePolicySaysSoAndForWhatItCovers) {
  model::Policy policy;
  policy.id = "cors";
  policy.methods = {"GET", "DELETE"};
  policy.path_prefixes = {"/public"};
  policy.identity_jwt = true;
  policy.cors_preflight = true;
  Create(cast_.production, policy);
  const std::string header = "Access-Control-Request-Method";
  struct Row {
    const char* policy;
    const char* method;
    const char* path;
    ClientHeaders headers;
    int status;
  };
  for (const Family& family : Families()) {
    for (const Row& row :
         {Row{"cors", "OPTIONS", "/public/1", {{header, "DELETE"}}, 200},
          {"public", "OPTIONS", "/public/1", {{header, "GET"}}, 401},
          {"cors", "OPTIONS", "/public/1", {}, 401},
          {"cors", "OPTIONS", "/public/1", {{header, ""}}, 401},
          {"cors", "OPTIONS", "/public/1", {{header, "PUT"}}, 401},
          {"cors", "OPTIONS", "/admin", {{header, "GET"}}, 401},
          {"cors", "OPTIONS", "/public/../admin", {{header, "GET"}}, 400},
          {"cors", "GET", "/public/1", {{header, "GET"}}, 401},
          {"cors", "options", "/public/1", {{header, "GET"}}, 401},
          {"cors", "OPTIONS", "/public/1", {{header, "GET"}, {header, "GET"}}, 401},
          {"cors", "OPTIONS", "/public/1", {{"Access_Control_Request_Method", "GET"}}, 401},
          {"cors", "OPTIONS", "/public/1", {{header, "GET"}, {"X-Api-Key", "nonsense"}}, 401},
          {"cors",
           "OPTIONS",
           "/public/1",
           {{header, "GET"}, {"Authorization", "Bearer " + token_}},
           403}}) {
      const ClientAnswer answer =
          Ask(family, {.method = row.method, .path = row.path, .policy = row.policy}, row.headers);
      EXPECT_EQ(TrueStatusOf(family, answer), row.status)
          << family.name << " " << row.method << " " << row.path << " " << row.headers.size();
      if (row.status != 200) continue;
      for (const char* name :
           {"Remote-User", "Remote-Groups", "Remote-Email", "Remote-Name", "X-Bearward-Identity"}) {
        EXPECT_EQ(std::ranges::count(answer.headers, name, NameOf), 1) << name;
        EXPECT_EQ(answer.Header(name), "") << name;
      }
    }
  }
}

TEST_F(Spoofing, AUrlOrTargetThatIsNoneIsRefused) {
  const Family& nginx = Families()[0];
  const Family& forward = Families()[1];
  const auto with = [&](const Family& family, std::string_view name, const std::string& value) {
    ClientHeaders headers = HeadersOf(family, {.policy = "public"}, Bearer(token_));
    for (auto& header : headers) {
      if (header.first == name) header.second = value;
    }
    return TrueStatusOf(family, Send(family, {.policy = "public"}, headers));
  };
  for (const char* url :
       {"/public", "public", "https:/api.example/public", "https://api.example", "https:///public",
        "://api.example/public", "ftp://api.example/public", "HTTPS://api.example/public",
        "https://ann@api.example/public", "https://api.example/public#/x",
        "https://api.example/public?a#b", "https://api example/public",
        "https://api.example/public?a b", "https://api.example?/public", "javascript:alert",
        "https://api.example/public/caf\xc3\xa9"}) {
    EXPECT_EQ(with(nginx, "X-Original-URL", url), 400) << url;
  }
  for (const char* uri : {"public", "https://api.example/public", "/public#x", "/public?a#b", "?x",
                          "*", "/pub lic", "/public?a b", "/public/caf\xc3\xa9"}) {
    EXPECT_EQ(with(forward, "X-Forwarded-Uri", uri), 400) << uri;
  }
  for (const char* method : {"GET POST", "G(T", "GET,POST", "\"GET\"", "GET/1"}) {
    EXPECT_EQ(with(nginx, "X-Original-Method", method), 400) << method;
    EXPECT_EQ(with(forward, "X-Forwarded-Method", method), 400) << method;
  }
  for (const char* host : {"a/b", "a@b", "a,b", "a b", "a?b"}) {
    EXPECT_EQ(with(forward, "X-Forwarded-Host", host), 400) << host;
  }
  for (const char* proto : {"ftp", "HTTPS", "https,http", "http://"}) {
    EXPECT_EQ(with(forward, "X-Forwarded-Proto", proto), 400) << proto;
  }
}

// Incident class F5.
TEST_F(Spoofing, NeitherQueryNorUserAgentOpensAnything) {
  for (const char* query : {"?/public", "?policy=public", "?rd=/public", "?x=/public/../", "?"}) {
    for (const Family& family : Families()) {
      const AskingFor admin{.path = "/admin" + std::string(query), .policy = "public"};
      for (const char* agent : {"kube-probe/1.30", "ELB-HealthChecker/2.0"}) {
        ClientHeaders headers = Bearer(token_);
        headers.emplace_back("User-Agent", agent);
        EXPECT_EQ(StatusOf(family, admin, headers), 403) << family.name << query;
      }
      EXPECT_EQ(StatusOf(family, admin, {}), 401) << family.name << query;
    }
  }
  // The query of the gateway URL, which a proxy may build from the client's, has no effect either.
  auto pending = std::make_shared<testing::PendingAnswer>(
      http::Method::kGet, "/gateway/forward-auth/public?policy=forms&account_id=1",
      HeadersOf(Families()[1], {.path = "/admin"}, Bearer(token_)), "");
  pending->request().peer = "127.0.0.1";
  client_->Start(pending);
  EXPECT_EQ(pending->Take().status, 403);
}

TEST_F(Spoofing, TheClientsAddressIsTheLastHopAndOnlyAnAddress) {
  for (const auto& [value, client] :
       {std::pair("198.51.100.1, 203.0.113.9", "203.0.113.9"), std::pair("::1", "::1"),
        std::pair("203.0.113.9,\t[2001:db8::1]:80", "[2001:db8::1]:80")}) {
    ClientHeaders headers = HeadersOf(Families()[1], {}, Bearer(token_));
    headers.back().second = value;
    Send(Families()[1], {}, headers);
    EXPECT_NE(lines_.back().find("\"client\":\"" + std::string(client) + "\""), std::string::npos)
        << lines_.back();
  }
  ClientHeaders headers = HeadersOf(Families()[1], {}, Bearer(token_));
  headers.back().second = "203.0.113.9, unknown\"";
  Send(Families()[1], {}, headers);
  EXPECT_EQ(lines_.back().find("\"client\""), std::string::npos);
}

}  // namespace
}  // namespace bearward::gateway
