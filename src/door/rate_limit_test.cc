// Rate limits as a client sees them: through the door, with a stopped clock.
#include "door/rate_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>

#include "door/door.h"
#include "door/problem.h"
#include "json/reader.h"
#include "testing/any_contract.h"
#include "testing/door_client.h"
#include "testing/test_server.h"

namespace bearward::door {
namespace {

using testing::kBlank;

using model::LimitMode;
using model::RateLimit;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ClientAnswer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;

// FieldItem is one item of a structured-field list (RFC 9651): a string with integer parameters.
// RateLimit and RateLimit-Policy use no other syntax.
struct FieldItem {
  std::string name;
  std::vector<std::pair<std::string, std::int64_t>> parameters;
};

// ReadItem parses a list of one item strictly; a name of "" means a syntax error.
FieldItem ReadItem(std::string_view text) {
  FieldItem item;
  const auto end = text.find('"', 1);
  if (!text.starts_with('"') || end == std::string_view::npos) return {};
  item.name = text.substr(1, end - 1);
  text.remove_prefix(end + 1);
  while (!text.empty()) {
    const auto equals = text.find('=');
    if (text.front() != ';' || equals == std::string_view::npos) return {};
    const std::string key(text.substr(1, equals - 1));
    const auto lower = [](unsigned char c) { return std::islower(c) != 0; };
    if (key.empty() || !std::ranges::all_of(key, lower)) return {};
    const auto next = std::min(text.find(';', equals), text.size());
    const auto number = ParseInteger(text.substr(equals + 1, next - equals - 1));
    // An sf-integer has at most 15 digits (RFC 9651 section 3.3.1).
    if (!number || *number < 0 || *number > 999'999'999'999'999) return {};
    item.parameters.emplace_back(key, *number);
    text.remove_prefix(next);
  }
  return item;
}

base::Result<Reply> WhoAsks(Call& call) {
  return TextReply(200, std::string(call.caller()->subject_id));
}

class Limited : public ::testing::Test {
 protected:
  Limited() {
    environment_ = world_.AddEnvironment("production");
    acme_ = world_.AddOrganization(environment_, "Acme", 28);
    ann_ = world_.AddUser(environment_, {acme_, "ann"});
    key_ = world_.AddUserKey(environment_, ann_).Reveal();
    bearer_ =
        "Bearer " +
        std::string(world_.SignIn(environment_, ann_, acme_, token::kTeleTracker).access.Reveal());
    dialect_.name = "plain";
    dialect_.errors.write = Problem;
    door_ = testing::Must(
        Door::Make({world_.verifier, logger_, registry_, world_.clock, world_.entropy}, Rows(),
                   dialect_, [this] { return environment_; }, {}));
    client_.emplace(*door_);
  }
  ~Limited() override { door_->Stop(); }

  std::vector<Route> Rows() {
    Guard guard;
    guard.accepted = kForms<kBearer, kApiKey>;
    guard.kinds = verify::kAnyKind;
    guard.profiles = model::kAnyProfile;
    Guard strict = guard;
    strict.need = model::Need::All({"nothing:like:it"});
    const auto fail = [](Call&) -> base::Result<Reply> {
      return base::Fail(base::Conflict("taken", "It is taken."));
    };
    const auto cached = [](Call& call) -> std::optional<base::Result<Reply>> {
      return WhoAsks(call);
    };
    using enum http::Method;
    return {
        {kGet, "/inline", guard, RunOn::kInline, WhoAsks, "inline", "", kBlank, &dialect_},
        {kGet, "/worker", guard, RunOn::kWorker, WhoAsks, "worker", "", kBlank, &dialect_},
        {kGet, "/cached", guard, RunOn::kWorker, WhoAsks, "cached", "", kBlank, &dialect_, cached},
        {kGet, "/fail", guard, RunOn::kInline, fail, "fail", "", kBlank, &dialect_},
        {kGet, "/strict", strict, RunOn::kInline, WhoAsks, "strict", "", kBlank, &dialect_},
    };
  }
  void LimitKey(const RateLimit& limit) { world_.LimitUserKey(environment_, ann_, limit); }
  void LimitOrganization(const RateLimit& limit) {
    world_.LimitOrganization(environment_, acme_, limit);
  }
  ClientAnswer ByKey(std::string target = "/inline") {
    return client_->Get(std::move(target), {{"X-Api-Key", key_}});
  }
  ClientAnswer ByToken() { return client_->Get("/inline", {{"Authorization", bearer_}}); }

  testing::TestServer world_;
  std::string log_;
  observe::Logger logger_{world_.clock, observe::Level::kInfo,
                          [this](std::string_view line) { log_ = line; }};
  observe::Registry registry_;
  Dialect dialect_;
  model::EnvironmentId environment_;
  model::OrganizationId acme_;
  model::UserId ann_;
  std::string key_, bearer_;
  std::unique_ptr<Door> door_;
  std::optional<testing::DoorClient> client_;
};

TEST_F(Limited, AnAnswerWithinTheLimitTellsWhatIsLeft) {
  LimitKey({100, 60});
  const ClientAnswer answer = ByKey();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.Header("RateLimit-Policy"), R"("key";q=100;w=60)");
  EXPECT_EQ(answer.Header("RateLimit"), R"("key";r=99;t=1)");
  EXPECT_EQ(answer.Header("X-RateLimit-Limit"), "100");
  EXPECT_EQ(answer.Header("X-RateLimit-Remaining"), "99");
  EXPECT_EQ(answer.Header("X-RateLimit-Reset"), "1");
  EXPECT_EQ(answer.Header("Retry-After"), "");
}

TEST_F(Limited, Refusal429TellsWhenToComeBack) {
  LimitKey({1, 90});
  EXPECT_EQ(ByKey().status, 200);
  const ClientAnswer answer = ByKey();
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.Header("Retry-After"), "90");
  EXPECT_EQ(answer.Header("RateLimit-Policy"), R"("key";q=1;w=90)");
  EXPECT_EQ(answer.Header("RateLimit"), R"("key";r=0;t=90)");
  EXPECT_EQ(answer.Header("X-RateLimit-Limit"), "1");
  EXPECT_EQ(answer.Header("X-RateLimit-Remaining"), "0");
  EXPECT_EQ(answer.Header("X-RateLimit-Reset"), "90");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.content_type, "application/problem+json");
  const json::Value problem = testing::Must(json::Parse(answer.body));
  EXPECT_EQ(*problem.Find("type")->AsString(),
            "https://iana.org/assignments/http-problem-types#quota-exceeded");
  EXPECT_EQ(problem.Find("status")->AsInt(), 429);
  EXPECT_EQ(*problem.Find("code")->AsString(), "rate_limited");
  EXPECT_THAT(answer.body, HasSubstr(R"("violated-policies":["key"])"));
}

TEST_F(Limited, RetryAfterIsKeptToTheMillisecond) {
  LimitKey({4, 60});
  while (ByKey().status == 200) continue;
  for (int round = 0; round < 5; ++round) {
    const ClientAnswer refused = ByKey();
    ASSERT_EQ(refused.status, 429);
    const seconds wait(std::stoi(refused.Header("Retry-After")));
    world_.clock.Advance(wait - milliseconds(1));
    EXPECT_EQ(ByKey().status, 429);
    EXPECT_EQ(ByKey().Header("Retry-After"), "1");
    world_.clock.Advance(milliseconds(1));
    EXPECT_EQ(ByKey().status, 200);
  }
}

TEST_F(Limited, TheHeadersAreStructuredFields) {
  for (const RateLimit& limit : {RateLimit{1, 1}, RateLimit{100, 60},
                                 RateLimit{model::kMostPermits, model::kLongestWindow}}) {
    LimitKey(limit);
    const ClientAnswer answer = ByKey();
    const FieldItem policy = ReadItem(answer.Header("RateLimit-Policy"));
    EXPECT_EQ(policy.name, "key");
    EXPECT_THAT(policy.parameters, ElementsAre(Pair("q", limit.permits), Pair("w", limit.window)));
    const FieldItem state = ReadItem(answer.Header("RateLimit"));
    EXPECT_EQ(state.name, "key");
    ASSERT_EQ(state.parameters.size(), 2U);
    EXPECT_EQ(state.parameters[0].first, "r");
    EXPECT_EQ(state.parameters[1].first, "t");
  }
  for (const char* broken :
       {"", "key;q=1", "\"key", "\"key\"; q=1", "\"key\";Q=1", "\"key\";q=x"}) {
    EXPECT_EQ(ReadItem(broken).name, "") << broken;
  }
}

TEST_F(Limited, RowsOfEverySortTellAndSpendOnce) {
  LimitKey({100, 3600});
  int left = 99;
  for (const char* target : {"/inline", "/worker", "/cached", "/worker", "/cached", "/fail"}) {
    const ClientAnswer answer = ByKey(target);
    EXPECT_EQ(answer.Header("X-RateLimit-Remaining"), std::to_string(left--)) << target;
    EXPECT_EQ(
        std::ranges::count(answer.headers, "RateLimit", [](const auto& h) { return h.first; }), 1);
  }
  EXPECT_EQ(ByKey("/fail").status, 409);
}

TEST_F(Limited, WithoutALimitNothingIsSaid) {
  for (const auto& [name, value] : ByToken().headers) {
    EXPECT_THAT(name, Not(HasSubstr("RateLimit"))) << value;
  }
  LimitKey({1, 60});
  EXPECT_EQ(ByToken().Header("RateLimit"), "");
  EXPECT_EQ(ByKey("/strict").Header("RateLimit"), "");
  EXPECT_EQ(client_->Get("/inline").Header("RateLimit"), "");
}

TEST_F(Limited, TheStricterLimitOfTheOrganizationIsReported) {
  LimitKey({10, 60});
  LimitOrganization({3, 60});
  EXPECT_EQ(ByToken().Header("RateLimit-Policy"), R"("organization";q=3;w=60)");
  EXPECT_EQ(ByKey().Header("RateLimit"), R"("organization";r=1;t=40)");
  EXPECT_EQ(ByKey().status, 200);
  const ClientAnswer refused = ByKey();
  EXPECT_EQ(refused.status, 429);
  EXPECT_THAT(refused.body, HasSubstr(R"("violated-policies":["organization"])"));
}

TEST_F(Limited, TheLogSaysWhoseLimitItWas) {
  LimitKey({1, 60});
  ByKey();
  EXPECT_THAT(log_, Not(HasSubstr("limit")));
  ByKey();
  EXPECT_THAT(log_, HasSubstr(R"("status":429)"));
  EXPECT_THAT(log_, HasSubstr(R"("reason":"rate_limited","detail":"key key_)"));
  EXPECT_THAT(log_, HasSubstr(R"( 1/60s")"));
}

TEST_F(Limited, AWatchedLimitIsLoggedAndNotEnforced) {
  LimitOrganization({1, 60, LimitMode::kMonitor});
  EXPECT_EQ(ByToken().Header("RateLimit"), R"("organization";r=0;t=60)");
  EXPECT_THAT(log_, Not(HasSubstr("would_be")));
  const ClientAnswer over = ByToken();
  EXPECT_EQ(over.status, 200);
  EXPECT_EQ(over.Header("Retry-After"), "");
  EXPECT_EQ(over.Header("RateLimit"), R"("organization";r=0;t=60)");
  EXPECT_THAT(log_, HasSubstr(R"("reason":"would_be_rate_limited","detail":"organization")"));
  EXPECT_THAT(log_, HasSubstr(R"("organization":")" + acme_.text));
}

TEST_F(Limited, ChangedLimitsHoldForTheVeryNextRequest) {
  EXPECT_EQ(ByKey().Header("RateLimit"), "");
  LimitKey({1, 60});
  EXPECT_EQ(ByKey().status, 200);
  EXPECT_EQ(ByKey().status, 429);
  LimitKey({2, 60});
  EXPECT_EQ(ByKey().status, 200);
  world_.LimitUserKey(environment_, ann_, std::nullopt);
  EXPECT_EQ(ByKey().Header("RateLimit"), "");
}

}  // namespace
}  // namespace bearward::door
