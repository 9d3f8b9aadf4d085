#include "token/claims.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/encode.h"
#include "model/environment.h"
#include "testing/must.h"

namespace bearward::token {
namespace {

using testing::Must;
using Reader = base::Result<ReadFacts> (*)(const json::Value&, std::string_view,
                                           const model::EnvironmentId&);

constexpr std::string_view kIssuer = "https://door.example";
const model::EnvironmentId kEnvironment{"env_01RAVVKJ13DQ7T796KRMC0F12W"};
const model::SessionId kSession{"session_01RAVVKJ13X6MKAJAVSJG0PEG0"};
const base::Time kIssued = base::FromMillis(1'935'817'689'123);

Subject SampleSubject() {
  Subject subject;
  subject.principal.environment = kEnvironment;
  subject.principal.organization = model::OrganizationId{"org_01EHZNVPK3SFK441A1RGBFSHRT"};
  subject.principal.organization_number = 28;
  subject.principal.subject_id = "user_01E4ZCR3C56J083X43JQXF3JK5";
  subject.principal.subject_number = 1804;
  subject.principal.roles = {"admin", "planner"};
  subject.roles = {"planner", "admin"};
  subject.principal.permissions = {"forms:read", "users:view"};
  subject.role_names = {"Forms: Data Editor", "Tools \"x\""};
  subject.client_id = "WS-ApplicationUser_abc";
  return subject;
}

model::Session SampleSession() {
  model::Session session;
  session.environment = kEnvironment;
  session.id = kSession;
  session.generation = 3;
  return session;
}

std::string Written(void (*write)(json::Writer&, const ClaimFacts&), const Subject& subject,
                    model::TokenUse use = model::TokenUse::kAccess) {
  const model::Session session = SampleSession();
  std::string text;
  json::Writer writer(text);
  write(writer, {subject, session, use, kIssuer, kIssued, kIssued + std::chrono::seconds(300)});
  return text;
}

json::Value Parsed(std::string_view text) { return Must(json::Parse(text)); }

// Takes a valid payload and checks that it is refused without any one of its members, and with any
// one of them as another type. `optional` names the members that may be missing.
void ExpectEveryMemberToMatter(Reader read, const std::string& text,
                               const std::vector<std::string>& optional = {}) {
  const json::Value good = Parsed(text);
  ASSERT_TRUE(read(good, kIssuer, kEnvironment));
  for (std::size_t i = 0; i < good.AsObject()->size(); ++i) {
    const std::string& key = (*good.AsObject())[i].key;
    if (std::ranges::find(optional, key) != optional.end()) continue;
    json::Object without = *good.AsObject();
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(read(json::Value::Of(without), kIssuer, kEnvironment)) << "without " << key;
    for (const json::Value& other :
         {json::Value::Bool(true), json::Value::Double(1.5), json::Value::Of(json::Array{})}) {
      if (other.IsArray() && (*good.AsObject())[i].value.IsArray()) continue;
      json::Object changed = *good.AsObject();
      changed[i].value = other;
      EXPECT_FALSE(read(json::Value::Of(changed), kIssuer, kEnvironment)) << "changed " << key;
    }
  }
}

json::Value WithExpiry(const std::string& text, std::int64_t second) {
  json::Object members = *Parsed(text).AsObject();
  for (json::Member& member : members) {
    if (member.key == "exp") member.value = json::Value::Int(second);
  }
  return json::Value::Of(members);
}

void ExpectExpiryInRange(Reader read, const std::string& text) {
  EXPECT_TRUE(read(WithExpiry(text, 253'402'300'799), kIssuer, kEnvironment));
  for (const std::int64_t second :
       {std::int64_t{-1}, std::int64_t{253'402'300'800}, INT64_MAX, INT64_MIN}) {
    EXPECT_FALSE(read(WithExpiry(text, second), kIssuer, kEnvironment)) << second;
  }
}

TEST(WorkMobileClaims, AreTheDocumentedOnesFirst) {
  EXPECT_EQ(
      Written(WriteWorkMobileClaims, SampleSubject()),
      R"({"CustomerId":"28","LoginId":"1804",)"
      R"("Roles":"[{\"Name\":\"Forms: Data Editor\"},{\"Name\":\"Tools \\\"x\\\"\"}]",)"
      R"("iat":1935817689,"nbf":1935817689,"exp":1935817989,"iss":"https://door.example",)"
      R"("aud":"env_01RAVVKJ13DQ7T796KRMC0F12W","jti":"session_01RAVVKJ13X6MKAJAVSJG0PEG0"})");
}

TEST(WorkMobileClaims, RolesAreDecodedTwice) {
  const json::Value payload = Parsed(Written(WriteWorkMobileClaims, SampleSubject()));
  const json::Value roles = Parsed(*payload.Find("Roles")->AsString());
  ASSERT_EQ(roles.AsArray()->size(), 2U);
  EXPECT_EQ(*roles.AsArray()->front().Find("Name")->AsString(), "Forms: Data Editor");
  EXPECT_EQ(*roles.AsArray()->back().Find("Name")->AsString(), "Tools \"x\"");
}

TEST(WorkMobileClaims, WithoutRolesHoldAnEmptyListInAString) {
  Subject subject = SampleSubject();
  subject.role_names.clear();
  const json::Value payload = Parsed(Written(WriteWorkMobileClaims, subject));
  EXPECT_EQ(*payload.Find("Roles")->AsString(), "[]");
}

TEST(WorkMobileClaims, AreReadBack) {
  const json::Value payload = Parsed(Written(WriteWorkMobileClaims, SampleSubject()));
  const ReadFacts facts = Must(ReadWorkMobileClaims(payload, kIssuer, kEnvironment));
  EXPECT_EQ(facts.session, kSession);
  EXPECT_EQ(facts.generation, 0);
  EXPECT_EQ(facts.use, model::TokenUse::kAccess);
  EXPECT_EQ(base::ToMillis(facts.expires_at), 1'935'817'989'000);
  EXPECT_EQ(base::ToMillis(*facts.not_before), 1'935'817'689'000);
  EXPECT_EQ(WorkMobileEnvironmentHint(payload), kEnvironment);
}

TEST(WorkMobileClaims, OfAnotherIssuerOrEnvironmentAreRefused) {
  const json::Value payload = Parsed(Written(WriteWorkMobileClaims, SampleSubject()));
  EXPECT_FALSE(ReadWorkMobileClaims(payload, "https://other.example", kEnvironment));
  EXPECT_FALSE(ReadWorkMobileClaims(payload, "https://door.example/", kEnvironment));
  EXPECT_FALSE(ReadWorkMobileClaims(payload, kIssuer, {"env_01RAVVKJ13DQ7T796KRMC0F12X"}));
}

// A reader that compares only string audiences would accept any audience in an array.
TEST(WorkMobileClaims, AudienceInAnArrayIsRefused) {
  json::Object members = *Parsed(Written(WriteWorkMobileClaims, SampleSubject())).AsObject();
  for (json::Member& member : members) {
    if (member.key != "aud") continue;
    member.value = json::Value::Of(json::Array{json::Value::String(kEnvironment.text)});
  }
  EXPECT_FALSE(ReadWorkMobileClaims(json::Value::Of(members), kIssuer, kEnvironment));
}

TEST(WorkMobileClaims, EveryMemberMatters) {
  const std::string text = Written(WriteWorkMobileClaims, SampleSubject());
  ExpectEveryMemberToMatter(ReadWorkMobileClaims, text);
  ExpectExpiryInRange(ReadWorkMobileClaims, text);
}

TEST(WorkSpanClaims, AreExactlyTheDocumentedOnes) {
  const std::string record = base::Base64UrlEncode(
      "env_01RAVVKJ13DQ7T796KRMC0F12W/AuthToken/session_01RAVVKJ13X6MKAJAVSJG0PEG0/3");
  EXPECT_EQ(Written(WriteWorkSpanClaims, SampleSubject()),
            R"({"iss":null,"par":{"is_company_admin":false},"obj":")" + record +
                R"(","usr":"WS-ApplicationUser_abc","exp":1935817989})");
}

TEST(WorkSpanClaims, RefreshDiffersFromAccessInTheRecordOnly) {
  const json::Value access = Parsed(Written(WriteWorkSpanClaims, SampleSubject()));
  const json::Value refresh =
      Parsed(Written(WriteWorkSpanClaims, SampleSubject(), model::TokenUse::kRefresh));
  for (const std::string_view key : {"iss", "par", "usr", "exp"}) {
    EXPECT_EQ(*access.Find(key), *refresh.Find(key)) << key;
  }
  EXPECT_EQ(base::Base64UrlDecode(*refresh.Find("obj")->AsString()),
            "env_01RAVVKJ13DQ7T796KRMC0F12W/RefreshToken/session_01RAVVKJ13X6MKAJAVSJG0PEG0/3");
}

TEST(WorkSpanClaims, AreReadBackWithTheirUse) {
  for (const model::TokenUse use : {model::TokenUse::kAccess, model::TokenUse::kRefresh}) {
    const json::Value payload = Parsed(Written(WriteWorkSpanClaims, SampleSubject(), use));
    const ReadFacts facts = Must(ReadWorkSpanClaims(payload, kIssuer, kEnvironment));
    EXPECT_EQ(facts.use, use);
    EXPECT_EQ(facts.session, kSession);
    EXPECT_EQ(facts.generation, 3);
    EXPECT_FALSE(facts.not_before);
    EXPECT_EQ(WorkSpanEnvironmentHint(payload), kEnvironment);
  }
}

TEST(WorkSpanClaims, EveryMemberMatters) {
  const std::string text = Written(WriteWorkSpanClaims, SampleSubject());
  ExpectEveryMemberToMatter(ReadWorkSpanClaims, text);
  ExpectExpiryInRange(ReadWorkSpanClaims, text);
}

TEST(WorkSpanClaims, OfAnotherEnvironmentOrWithAnIssuerAreRefused) {
  const json::Value payload = Parsed(Written(WriteWorkSpanClaims, SampleSubject()));
  EXPECT_FALSE(ReadWorkSpanClaims(payload, kIssuer, {"env_other"}));
  json::Object members = *payload.AsObject();
  members.front().value = json::Value::String("https://evil.example");
  EXPECT_FALSE(ReadWorkSpanClaims(json::Value::Of(members), kIssuer, kEnvironment));
}

TEST(WorkSpanClaims, SecondSpellingsOfTheRecordAreRefused) {
  const std::string env = kEnvironment.text;
  const std::string session = kSession.text;
  for (const std::string& name :
       {env + "/AuthToken/" + session, env + "/AuthToken/" + session + "/",
        env + "/AuthToken/" + session + "/03", env + "/AuthToken/" + session + "/+3",
        env + "/AuthToken/" + session + "/-3", env + "/AuthToken/" + session + "/3/",
        env + "/AuthToken/" + session + "/3/4", env + "/authtoken/" + session + "/3",
        env + "/AuthToken//3", "/AuthToken/" + session + "/3", env + "/Other/" + session + "/3",
        env + "/AuthToken/" + session + "/99999999999999999999", std::string()}) {
    json::Object members = *Parsed(Written(WriteWorkSpanClaims, SampleSubject())).AsObject();
    members[2].value = json::Value::String(base::Base64UrlEncode(name));
    EXPECT_FALSE(ReadWorkSpanClaims(json::Value::Of(members), kIssuer, kEnvironment)) << name;
  }
}

TEST(WorkOsClientClaims, NameUserOrganizationAndSession) {
  EXPECT_EQ(Written(WriteWorkOsClientClaims, SampleSubject()),
            R"({"iss":"https://door.example","sub":"user_01E4ZCR3C56J083X43JQXF3JK5",)"
            R"("sid":"session_01RAVVKJ13X6MKAJAVSJG0PEG0","jti":"01RAVVKJ13X6MKAJAVSJG0PEG0-3",)"
            R"("org_id":"org_01EHZNVPK3SFK441A1RGBFSHRT",)"
            R"("client_id":"client_01RAVVKJ13DQ7T796KRMC0F12W","role":"planner",)"
            R"("roles":["planner","admin"],"permissions":["forms:read","users:view"],)"
            R"("iat":1935817689,"exp":1935817989})");
}

TEST(WorkOsClientClaims, WithoutRolesHaveNoRole) {
  Subject subject = SampleSubject();
  subject.roles.clear();
  const json::Value payload = Parsed(Written(WriteWorkOsClientClaims, subject));
  EXPECT_EQ(payload.Find("role"), nullptr);
  EXPECT_TRUE(payload.Find("roles")->AsArray()->empty());
  EXPECT_TRUE(ReadWorkOsClientClaims(payload, kIssuer, kEnvironment));
}

TEST(WorkOsClientClaims, HaveFlagsAndClaimsOfTheTemplate) {
  Subject subject = SampleSubject();
  subject.claims.feature_flags = {"a", "b"};
  subject.claims.custom = {{"aud", json::Value::String("x")}, {"role", json::Value::Int(7)}};
  const std::string text = Written(WriteWorkOsClientClaims, subject);
  EXPECT_TRUE(text.ends_with(R"("roles":["planner","admin"],"permissions":["forms:read",)"
                             R"("users:view"],"feature_flags":["a","b"],"iat":1935817689,)"
                             R"("exp":1935817989,"aud":"x","role":7})"))
      << text;
  EXPECT_EQ(text.find(R"("role":"planner")"), std::string::npos);
  EXPECT_TRUE(ReadWorkOsClientClaims(Parsed(text), kIssuer, kEnvironment));
}

TEST(WorkOsClientClaims, TheIssuerHasTheFormOfTheSetting) {
  const std::pair<IssuerForm, std::string> forms[] = {
      {IssuerForm::kUrl, "https://door.example"},
      {IssuerForm::kSlash, "https://door.example/"},
      {IssuerForm::kClient,
       "https://door.example/user_management/client_01RAVVKJ13DQ7T796KRMC0F12W"}};
  for (const auto& [form, issuer] : forms) {
    const Subject subject = SampleSubject();
    const model::Session session = SampleSession();
    std::string text;
    json::Writer writer(text);
    WriteWorkOsClientClaims(writer, {.subject = subject,
                                     .session = session,
                                     .use = model::TokenUse::kAccess,
                                     .issuer = kIssuer,
                                     .issued_at = kIssued,
                                     .expires_at = kIssued + std::chrono::seconds(300),
                                     .issuer_form = form});
    const json::Value payload = Parsed(text);
    EXPECT_EQ(*payload.Find("iss")->AsString(), issuer);
    EXPECT_TRUE(ReadWorkOsClientClaims(payload, kIssuer, kEnvironment)) << issuer;
    EXPECT_FALSE(ReadWorkOsClientClaims(payload, "https://door", kEnvironment)) << issuer;
  }
}

TEST(WorkOsClientClaims, EveryMemberMatters) {
  const std::string text = Written(WriteWorkOsClientClaims, SampleSubject());
  ExpectEveryMemberToMatter(ReadWorkOsClientClaims, text, {"role", "org_id"});
  ExpectExpiryInRange(ReadWorkOsClientClaims, text);
}

TEST(WorkOsClientClaims, WithoutAnOrganizationHaveNoOrganization) {
  Subject subject = SampleSubject();
  subject.principal.organization = model::OrganizationId();
  const json::Value payload = Parsed(Written(WriteWorkOsClientClaims, subject));
  EXPECT_EQ(payload.Find("org_id"), nullptr);
  EXPECT_TRUE(ReadWorkOsClientClaims(payload, kIssuer, kEnvironment));
}

// Incident class B3.
TEST(WorkOsClientClaims, TheIdNamesTheGenerationInOneSpelling) {
  const auto generation = [](const std::string& id) -> std::optional<std::int64_t> {
    json::Object members = *Parsed(Written(WriteWorkOsClientClaims, SampleSubject())).AsObject();
    for (json::Member& member : members) {
      if (member.key == "jti") member.value = json::Value::String(id);
    }
    const auto read = ReadWorkOsClientClaims(json::Value::Of(members), kIssuer, kEnvironment);
    return read ? std::optional(read->generation) : std::nullopt;
  };
  const std::string stem = kSession.text.substr(kSession.text.find('_') + 1);
  EXPECT_EQ(generation(stem), 0);
  EXPECT_EQ(generation(stem + "-3"), 3);
  for (const std::string& id : {stem + "-0", stem + "-03", stem + "-", stem + "3", stem + "--3",
                                std::string("-3"), std::string()}) {
    EXPECT_EQ(generation(id), std::nullopt) << id;
  }
}

TEST(WorkOsClientClaims, OfAnotherIssuerOrEnvironmentAreRefused) {
  const json::Value payload = Parsed(Written(WriteWorkOsClientClaims, SampleSubject()));
  EXPECT_FALSE(ReadWorkOsClientClaims(payload, "https://other.example", kEnvironment));
  EXPECT_FALSE(ReadWorkOsClientClaims(payload, kIssuer, {"env_01RAVVKJ13DQ7T796KRMC0F12X"}));
}

TEST(Claims, OfOneProfileAreRefusedByTheOthers) {
  const std::vector<std::pair<std::string, Reader>> rows = {
      {Written(WriteWorkMobileClaims, SampleSubject()), ReadWorkMobileClaims},
      {Written(WriteWorkSpanClaims, SampleSubject()), ReadWorkSpanClaims},
      {Written(WriteWorkOsClientClaims, SampleSubject()), ReadWorkOsClientClaims}};
  for (std::size_t payload = 0; payload < rows.size(); ++payload) {
    for (std::size_t reader = 0; reader < rows.size(); ++reader) {
      const auto read = rows[reader].second(Parsed(rows[payload].first), kIssuer, kEnvironment);
      EXPECT_EQ(read.has_value(), payload == reader);
    }
  }
}

}  // namespace
}  // namespace bearward::token
