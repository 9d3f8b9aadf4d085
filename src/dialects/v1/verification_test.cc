#include "dialects/v1/verification.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/ascii.h"
#include "base/encode.h"
#include "dialects/v1/dialect.h"
#include "door/door.h"
#include "json/reader.h"
#include "json/writer.h"
#include "store/sessions.h"
#include "testing/credential_set.h"
#include "testing/door_client.h"
#include "testing/faulty_engine.h"

namespace bearward::dialects::v1 {
namespace {

using http::Method;
using testing::ClientAnswer;
using testing::ClientHeaders;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::TestCredential;

// VerifyApi is a door with the introspection routes over a full core of two environments with the
// same cast. It keeps the log lines.
class VerifyApi : public ::testing::Test {
 protected:
  VerifyApi() {
    world_.AddRole(ours_.environment, "gatekeeper", {"tokens:verify"});
    const auto gate = world_.AddUser(ours_.environment, {ours_.acme, "gate", {"gatekeeper"}});
    gate_ = SignedIn(gate);
    door_ = testing::Must(
        door::Door::Make({world_.verifier, logger_, metrics_, world_.clock, world_.entropy},
                         VerificationRoutes({introspector_}, dialect_), dialect_,
                         [this] { return ours_.environment; }, {}));
    client_.emplace(*door_);
  }
  ~VerifyApi() override { door_->Stop(); }

  static ClientHeaders Bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }
  static ClientHeaders KeyOf(const testing::CredentialSet& credentials) {
    return Bearer(credentials.Get("environment key").text);
  }
  ClientHeaders SignedIn(const model::UserId& user) {
    const auto issued = world_.SignIn(ours_.environment, user, ours_.acme, token::kTeleTracker);
    return Bearer(std::string(issued.access.Reveal()));
  }

  ClientAnswer Post(std::string target, std::string body, ClientHeaders headers) {
    headers.emplace_back("Content-Type", "application/json");
    return client_->Send(Method::kPost, std::move(target), std::move(headers), std::move(body));
  }
  ClientAnswer Ask(std::string body, ClientHeaders headers) {
    return Post("/v1/verify", std::move(body), std::move(headers));
  }
  ClientAnswer Ask(std::string body) { return Ask(std::move(body), KeyOf(ours_)); }
  static std::string About(const std::string& token, const std::string& more = "") {
    return R"({"token":)" + json::Quote(token) + more + "}";
  }
  // Returns the reason, "allowed" when allowed, or the code of an error.
  static std::string Outcome(const json::Value& answer) {
    if (const json::Value* code = answer.Find("code")) return *code->AsString();
    if (*answer.Find("allowed")->AsBool()) return "allowed";
    return *answer.Find("reason")->AsString();
  }
  static std::string Outcome(const ClientAnswer& answer) {
    return Outcome(testing::Must(json::Parse(answer.body)));
  }

  std::shared_ptr<testing::FaultPlan> plan_ = std::make_shared<testing::FaultPlan>();
  testing::TestServer world_{
      {.source = testing::WithFaults(testing::TestEngine(), plan_), .limits = {}}};
  testing::CredentialSet ours_{world_, "production"};
  testing::CredentialSet theirs_{world_, "sandbox"};
  std::string log_;
  observe::Logger logger_{world_.clock, observe::Level::kInfo,
                          [this](std::string_view line) { log_ += line; }};
  observe::Registry metrics_;
  verify::Introspector introspector_{world_.verifier, metrics_};
  door::Dialect dialect_ = MakeDialect();
  ClientHeaders gate_;
  std::unique_ptr<door::Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(VerifyApi, Verify200TellsTheVerdictAndWhoItIs) {
  const TestCredential& ann = ours_.Get("teletracker");
  const std::string caller =
      R"({"object":"caller","environment":{"id":")" + ours_.environment.text +
      R"(","name":"production","client_id":"client_)" + ours_.environment.text.substr(4) +
      R"("},"organization":{"id":")" + ours_.acme.text +
      R"(","number":28,"name":"Acme"},"subject":{"kind":"user","id":")" + ours_.ann.text +
      R"(","number":1},"permissions":["forms:read"],"roles":["planner"],)"
      R"("credential":{"kind":"reference_token","id":")" +
      ann.session.text + R"(","profile":"teletracker"},"expires_at":"2031-05-06T08:08:09.000Z",)" +
      R"("session_id":")" + ann.session.text + R"("})";
  for (const char* hit : {"false", "true"}) {
    const ClientAnswer answer = Ask(About(ann.text, R"(,"need":["forms:read"])"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(
        answer.body,
        fmt::format(R"({{"object":"verification","allowed":true,"reason":null,"retry_after":null,)"
                    R"("caller":{},"cache":{{"hit":{},"max_age":0}}}})",
                    caller, hit));
    EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  }
}

TEST_F(VerifyApi, Verify200DeniesWithOneStableWord) {
  const TestCredential& ann = ours_.Get("teletracker");
  const struct {
    std::string body, word;
  } rows[] = {
      {About(ann.text, R"(,"need":["forms:read","forms:write"])"), "missing_permission"},
      {About(ann.text, R"(,"organization":"org_other")"), "wrong_organization"},
      {About(ann.text, R"(,"scheme":"api_key")"), "unknown"},
      {About("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"), "unknown"},
      {About("sk_test_nobody_has_this_key"), "unknown"},
      {About("a.b.c"), "malformed"},
      {About("what is this"), "malformed"},
      {About(theirs_.Get("teletracker").text), "wrong_environment"},
  };
  for (const auto& row : rows) {
    const ClientAnswer answer = Ask(row.body);
    EXPECT_EQ(answer.status, 200) << row.body;
    EXPECT_EQ(Outcome(answer), row.word) << row.body;
    EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  }
}

TEST_F(VerifyApi, WhatEndsIsSaidFromTheVeryNextQuestionOn) {
  const TestCredential& ann = ours_.Get("teletracker");
  const TestCredential& mobile = ours_.Get("workmobile");
  EXPECT_EQ(Outcome(Ask(About(ann.text))), "allowed");
  EXPECT_EQ(Outcome(Ask(About(mobile.text))), "allowed");
  testing::Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto session, store::FindSession(tx, ours_.environment, mobile.session));
    session->ended_at = world_.clock.Now();
    BW_TRY(store::UpdateSession(tx, *session));
    return world_.Announce(tx, model::EventType::kSessionEnded, ours_.environment,
                           mobile.session.text);
  }));
  EXPECT_EQ(Outcome(Ask(About(mobile.text))), "revoked");
  world_.clock.Advance(std::chrono::hours(1));
  EXPECT_EQ(Outcome(Ask(About(ann.text))), "expired");
}

TEST_F(VerifyApi, AnAllowedCredentialConsumesItsRateLimit) {
  world_.LimitOrganization(ours_.environment, ours_.acme, model::RateLimit{.permits = 2});
  const TestCredential& ann = ours_.Get("teletracker");
  for (int i = 0; i < 5; ++i) {  // a denied request takes no permit
    EXPECT_EQ(Outcome(Ask(About(ann.text, R"(,"need":["forms:write"])"))), "missing_permission");
  }
  EXPECT_EQ(Outcome(Ask(About(ann.text))), "allowed");
  EXPECT_EQ(Outcome(Ask(About(ann.text))), "allowed");
  const ClientAnswer third = Ask(About(ann.text));
  EXPECT_EQ(third.status, 200);
  EXPECT_THAT(third.body, HasSubstr(R"("reason":"rate_limited","retry_after":1,"caller":{"obj)"));
  world_.clock.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Outcome(Ask(About(ann.text))), "allowed");
}

TEST_F(VerifyApi, EveryKindOfTokenAndKeyCanBeAskedAbout) {
  for (const auto& hung : ours_.all()) {
    if (hung->text.empty()) continue;
    for (int round = 0; round < 2; ++round) {
      const ClientAnswer answer = Ask(About(hung->text));
      EXPECT_EQ(Outcome(answer), "allowed") << hung->name;
      EXPECT_THAT(answer.body, HasSubstr(R"("kind":")" + std::string(base::Word(hung->kind))));
    }
  }
}

TEST_F(VerifyApi, AskingNeedsThePermission) {
  const std::string body = About(ours_.Get("teletracker").text);
  EXPECT_EQ(Ask(body, gate_).status, 200);
  EXPECT_EQ(Ask(body, Bearer(ours_.Get("teletracker").text)).status, 403);
  EXPECT_EQ(Ask(body, Bearer(ours_.Get("workspan").text)).status, 403);
  EXPECT_EQ(Ask(body, {}).status, 401);
  EXPECT_EQ(Ask(body, Bearer("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44")).status, 401);
  EXPECT_EQ(Post("/v1/verify/batch", R"({"questions":[]})", {}).status, 401);
  EXPECT_EQ(Post("/v1/verify/batch", R"({"questions":[]})", gate_).status, 200);
}

// Incident class I2: the owner and the last use of a foreign token are not revealed.
TEST_F(VerifyApi, CredentialsOfAnotherEnvironmentRevealNothing) {
  for (const auto& hung : theirs_.all()) {
    if (hung->text.empty()) continue;
    const std::string stranger = Ask(About(hung->text)).body;
    EXPECT_EQ(stranger, R"({"object":"verification","allowed":false,"reason":"wrong_environment",)"
                        R"("retry_after":null,"caller":null,"cache":{"hit":false,"max_age":0}})");
    EXPECT_EQ(Outcome(Ask(About(hung->text), KeyOf(theirs_))), "allowed") << hung->name;
    EXPECT_EQ(Ask(About(hung->text)).body, stranger);
  }
}

TEST_F(VerifyApi, Verify400NamesWhatCannotBeRead) {
  EXPECT_EQ(Ask("{}").status, 400);
  EXPECT_THAT(Ask("{}").body, HasSubstr(R"("errors":[{"pointer":"#/token"}])"));
  EXPECT_THAT(Ask(R"({"token":"t","needs":["x"]})").body,
              HasSubstr(R"("code":"unknown_field","request_id")"));
  EXPECT_EQ(Ask("{").status, 400);
  EXPECT_EQ(Ask(R"({"token":"a","token":"b"})").status, 400);
  ClientHeaders form = KeyOf(ours_);
  form.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(client_->Send(Method::kPost, "/v1/verify", form, "token=a").status, 415);
}

TEST_F(VerifyApi, QuestionTooLongForTheFastPathIsAnswered) {
  const std::string body =
      About(ours_.Get("teletracker").text, R"(,"need":[")" + std::string(20'000, 'x') + R"("])");
  EXPECT_EQ(Outcome(Ask(body)), "missing_permission");
  EXPECT_EQ(Outcome(Ask(body)), "missing_permission");
}

TEST_F(VerifyApi, Batch200AnswersInOrderAndABadQuestionIsItsOwnMatter) {
  const std::string body = R"({"questions":[)" + About(ours_.Get("teletracker").text) + "," +
                           About("sk_test_nobody_has_this_key") + R"(,{"token":7},)" +
                           About(ours_.Get("user key").text, R"(,"need":["forms:write"])") + "]}";
  for (int round = 0; round < 2; ++round) {
    const ClientAnswer answer = Post("/v1/verify/batch", body, KeyOf(ours_));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
    const json::Value value = testing::Must(json::Parse(answer.body));
    EXPECT_EQ(*value.Find("object")->AsString(), "list");
    std::vector<std::string> outcomes;
    for (const json::Value& one : *value.Find("data")->AsArray()) {
      outcomes.push_back(Outcome(one));
    }
    EXPECT_THAT(outcomes,
                ::testing::ElementsAre("allowed", "unknown", "wrong_type", "missing_permission"));
    EXPECT_THAT(answer.body,
                HasSubstr(R"({"object":"error","code":"wrong_type","detail":"`token` must be )"
                          R"(a string.","errors":[{"pointer":"#/token"}]})"));
  }
}

TEST_F(VerifyApi, Batch400BeyondAHundred) {
  std::string body = R"({"questions":[)";
  for (int i = 0; i < 100; ++i) body += About("x") + ",";
  const ClientAnswer most =
      Post("/v1/verify/batch", body.substr(0, body.size() - 1) + "]}", KeyOf(ours_));
  EXPECT_EQ(most.status, 200);
  EXPECT_EQ(testing::Must(json::Parse(most.body)).Find("data")->AsArray()->size(), 100U);
  const ClientAnswer over = Post("/v1/verify/batch", body + About("x") + "]}", KeyOf(ours_));
  EXPECT_EQ(over.status, 400);
  EXPECT_THAT(over.body, HasSubstr("too_many_questions"));
}

TEST_F(VerifyApi, AStorageFailureIs503AndNoVerdict) {
  const std::string body = About(ours_.Get("teletracker").text);
  ASSERT_EQ(Outcome(Ask(About(ours_.Get("workmobile").text))), "allowed");
  plan_->FailCall(1, 1'000'000);
  const ClientAnswer one = Ask(body);
  EXPECT_EQ(one.status, 503);
  EXPECT_EQ(one.Header("Retry-After"), "1");
  EXPECT_THAT(one.body, Not(HasSubstr("allowed")));
  EXPECT_EQ(Post("/v1/verify/batch", R"({"questions":[)" + body + "]}", KeyOf(ours_)).status, 503);
  // A cache hit does not need the storage.
  EXPECT_EQ(Outcome(Ask(About(ours_.Get("workmobile").text))), "allowed");
  plan_->Heal();
  EXPECT_EQ(Outcome(Ask(body)), "allowed");
}

TEST_F(VerifyApi, WhatIsRememberedIsAnsweredWithoutTheStore) {
  for (const auto& hung : ours_.all()) {
    if (hung->text.empty()) continue;
    (void)Ask(About(hung->text));
    plan_->Heal();
    EXPECT_EQ(Outcome(Ask(About(hung->text))), "allowed") << hung->name;
    EXPECT_EQ(Outcome(Ask(About(hung->text, R"(,"organization":"org_other")"))),
              "wrong_organization");
    EXPECT_EQ(plan_->calls(), 0) << hung->name;
  }
}

// Incident class B3: every prefix, flipped bit and other spelling is a different, unknown token.
TEST_F(VerifyApi, OnlyTheExactTokenIsAllowed) {
  for (const auto& hung : ours_.all()) {
    if (hung->text.empty()) continue;
    const std::string& good = hung->text;
    ASSERT_EQ(Outcome(Ask(About(good))), "allowed");
    std::set<std::string> variants = {good + "=",         good + ".",
                                      good + " ",         " " + good,
                                      good + "\n",        good + std::string(1, '\0'),
                                      "Bearer " + good,   "{" + good + "}",
                                      "urn:uuid:" + good, base::Base64UrlEncode(good)};
    for (std::size_t i = 0; i < good.size(); i += 3) {
      variants.insert(good.substr(0, i));
      std::string flipped = good;
      flipped[i] = static_cast<char>(flipped[i] ^ 1);
      variants.insert(flipped);
      flipped[i] = static_cast<char>(good[i] ^ 0x20);
      variants.insert(flipped);
    }
    variants.erase("");
    for (const std::string& variant : variants) {
      // A key's GUID is case-insensitive, here as in its header.
      const bool same = hung->name == "user key" && base::EqualsIgnoreCase(variant, good);
      EXPECT_EQ(Outcome(Ask(About(variant))) == "allowed", same) << hung->name << " " << variant;
    }
  }
}

TEST_F(VerifyApi, TheLogTellsTheVerdictAndNeverTheToken) {
  std::set<std::string> secrets;
  for (const testing::CredentialSet* credentials : {&ours_, &theirs_}) {
    for (const auto& hung : credentials->all()) {
      if (hung->text.empty()) continue;
      secrets.insert(hung->text);
      (void)Ask(About(hung->text));
      (void)Ask(About(hung->text));
      (void)Ask(About(hung->text + "x"));
      (void)Ask(About(hung->text, R"(,"wrong":1)"));
      (void)Post("/v1/verify/batch", R"({"questions":[)" + About(hung->text) + "]}", KeyOf(ours_));
    }
  }
  plan_->FailCall(1, 1'000'000);
  (void)Ask(About("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b"));
  secrets.insert("0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b");
  EXPECT_THAT(log_, HasSubstr(R"("verdict":"allowed")"));
  EXPECT_THAT(log_, HasSubstr(R"("verdict":"wrong_environment")"));
  for (const std::string& secret : secrets) EXPECT_THAT(log_, Not(HasSubstr(secret)));
}

}  // namespace
}  // namespace bearward::dialects::v1
