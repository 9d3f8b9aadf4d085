#include <gtest/gtest.h>

#include "model/environment.h"
#include "testing/must.h"
#include "token/claims.h"

namespace bearward::token {
namespace {

using testing::Must;

constexpr std::string_view kIssuer = "https://door.example";
const model::EnvironmentId kEnvironment{"env_01RAVVKJ13DQ7T796KRMC0F12W"};
const base::Time kIssued = base::FromMillis(1'935'817'689'123);

struct Sample {
  std::string token_id = "tok_01RAVVKJ13X6MKAJAVSJG0PEG0";
  std::vector<std::string> scopes = {"forms:read", "forms:write"};
  std::vector<std::string> audiences = {"https://door.example"};

  std::string Text() const {
    Subject subject;
    subject.client_id = "nightly-sync";
    model::Session session;
    session.environment = kEnvironment;
    if (token_id.empty()) session.id = {"session_01RAVVKJ13X6MKAJAVSJG0PEG0"};
    session.generation = 3;
    session.access = {scopes, audiences};
    std::string text;
    json::Writer writer(text);
    WriteOauthClaims(writer, {subject, session, model::TokenUse::kAccess, kIssuer, kIssued,
                              kIssued + std::chrono::seconds(300), token_id});
    return text;
  }
};

json::Value Parsed(std::string_view text) { return Must(json::Parse(text)); }

base::Result<ReadFacts> Read(const json::Value& payload) {
  return ReadOauthClaims(payload, kIssuer, kEnvironment);
}

json::Value With(const std::string& text, const std::string& key, json::Value value) {
  json::Object members = *Parsed(text).AsObject();
  for (json::Member& member : members) {
    if (member.key == key) member.value = value;
  }
  return json::Value::Of(members);
}

// RFC 9068 section 2.2.
TEST(OauthClaims, AreThoseOfTheStandard) {
  EXPECT_EQ(Sample().Text(),
            R"({"iss":"https://door.example","aud":"https://door.example","sub":"nightly-sync",)"
            R"("client_id":"nightly-sync","iat":1935817689,"exp":1935817989,)"
            R"("jti":"tok_01RAVVKJ13X6MKAJAVSJG0PEG0","scope":"forms:read forms:write","gen":3})");
}

TEST(OauthClaims, SeveralAudiencesAreAList) {
  Sample sample;
  sample.audiences = {"https://a.example", "https://b.example"};
  EXPECT_NE(sample.Text().find(R"("aud":["https://a.example","https://b.example"])"),
            std::string::npos);
  EXPECT_EQ(Must(Read(Parsed(sample.Text()))).audiences, sample.audiences);
}

TEST(OauthClaims, AreReadBack) {
  const ReadFacts facts = Must(Read(Parsed(Sample().Text())));
  EXPECT_TRUE(facts.session.empty());
  EXPECT_EQ(facts.token_id, "tok_01RAVVKJ13X6MKAJAVSJG0PEG0");
  EXPECT_EQ(facts.client_id, "nightly-sync");
  EXPECT_EQ(facts.generation, 3);
  EXPECT_EQ(facts.scopes, (std::vector<std::string>{"forms:read", "forms:write"}));
  EXPECT_EQ(facts.audiences, std::vector<std::string>{"https://door.example"});
  EXPECT_EQ(facts.expires_at, base::FromMillis(1'935'817'989'000));
}

TEST(OauthClaims, OfASessionNameItInTheirId) {
  Sample sample;
  sample.token_id.clear();
  sample.scopes.clear();
  EXPECT_NE(sample.Text().find(R"("jti":"session_01RAVVKJ13X6MKAJAVSJG0PEG0.3","scope":""})"),
            std::string::npos);
  const ReadFacts facts = Must(Read(Parsed(sample.Text())));
  EXPECT_EQ(facts.session.text, "session_01RAVVKJ13X6MKAJAVSJG0PEG0");
  EXPECT_EQ(facts.generation, 3);
  EXPECT_TRUE(facts.token_id.empty());
  EXPECT_TRUE(facts.scopes.empty());
}

// Incident class A3.
TEST(OauthClaims, EveryMemberMatters) {
  const std::string text = Sample().Text();
  const json::Value good = Parsed(text);
  for (std::size_t i = 0; i < good.AsObject()->size(); ++i) {
    json::Object without = *good.AsObject();
    const std::string key = without[i].key;
    without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(Read(json::Value::Of(without))) << "without " << key;
    for (const json::Value& other :
         {json::Value::Bool(true), json::Value::Double(1.5), json::Value::Of(json::Array{}),
          json::Value(), json::Value::Int(-1)}) {
      EXPECT_FALSE(Read(With(text, key, other))) << "changed " << key;
    }
  }
}

TEST(OauthClaims, OfAnotherIssuerAreRefused) {
  const std::string text = Sample().Text();
  const std::string named = "https://door.example/environments/client_01RAVVKJ13DQ7T796KRMC0F12W";
  EXPECT_EQ(IssuerOf(kIssuer, kEnvironment), named);
  EXPECT_EQ(IssuerOf(std::string(kIssuer) + "/", kEnvironment), named);
  EXPECT_TRUE(Read(With(text, "iss", json::Value::String(named))));
  for (const std::string& issuer :
       {std::string("https://door.example/"), std::string("https://door.example:443"),
        std::string("https://evil.example"), named + "/", named + "x",
        std::string("https://door.example/environments/client_01RAVVKJ13DQ7T796KRMC0F12X")}) {
    EXPECT_FALSE(Read(With(text, "iss", json::Value::String(issuer)))) << issuer;
  }
}

TEST(OauthClaims, SubjectIsTheClientItself) {
  EXPECT_FALSE(Read(With(Sample().Text(), "sub", json::Value::String("another"))));
}

TEST(OauthClaims, NamesAndScopesHaveOneForm) {
  const std::string text = Sample().Text();
  for (const char* name :
       {"", "tok_", "tok_01ravvkj13x6mkajavsjg0peg0", "01RAVVKJ13X6MKAJAVSJG0PEG0",
        "session_01RAVVKJ13X6MKAJAVSJG0PEG0", "session_01RAVVKJ13X6MKAJAVSJG0PEG0.",
        "session_01RAVVKJ13X6MKAJAVSJG0PEG0.03", "session_01RAVVKJ13X6MKAJAVSJG0PEG0.-1",
        "session_.3", "tok_01RAVVKJ13X6MKAJAVSJG0PEG0.3"}) {
    EXPECT_FALSE(Read(With(text, "jti", json::Value::String(name)))) << name;
  }
  for (const char* scope : {" ", " a", "a ", "a  b"}) {
    EXPECT_FALSE(Read(With(text, "scope", json::Value::String(scope)))) << scope;
  }
}

TEST(OauthClaims, AreRefusedByTheOtherProfilesAndTheirsHere) {
  const json::Value payload = Parsed(Sample().Text());
  EXPECT_FALSE(ReadWorkMobileClaims(payload, kIssuer, kEnvironment));
  EXPECT_FALSE(ReadWorkSpanClaims(payload, kIssuer, kEnvironment));
  EXPECT_FALSE(ReadWorkOsClientClaims(payload, kIssuer, kEnvironment));
}

}  // namespace
}  // namespace bearward::token
