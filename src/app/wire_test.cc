#include "app/wire.h"

#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

#include "app/contract_fixture.h"
#include "mail/codes.h"
#include "mail/outbox.h"
#include "store/emails.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/sessions.h"
#include "testing/temp_dir.h"
#include "testing/test_engine.h"

namespace bearward::app {
namespace {

// Wiring constructs a separate core from a configuration.
class Wiring : public ::testing::Test {
 protected:
  std::unique_ptr<Core> Open(const Config& config) {
    const base::Secret key = crypto::KeyRing::Generate(entropy_);
    return testing::Must(
        Core::Open(config, {clock_, entropy_, log_, request_log_}, testing::TestEngine(), key));
  }
  testing::FakeClock clock_;
  testing::FakeEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  std::string lines_;  // of the request log
  observe::Logger request_log_{clock_, observe::Level::kInfo,
                               [this](std::string_view line) { lines_ += line; }};
  Config config_ = [] {
    Config config;
    config.password_cost = {.memory_kib = 8, .passes = 1};
    config.password_failure = std::chrono::milliseconds(0);
    return config;
  }();
};

TEST_F(Wiring, DialectMovesUnderItsBaseWithItsErrors) {
  config_.dialects["teletracker"].base = "/tele";
  const auto core = Open(config_);
  testing::DoorClient client(core->door());
  EXPECT_EQ(client.Get("/tele/auth/login").status, 405);
  EXPECT_THAT(client.Get("/tele/auth/nowhere").body, ::testing::HasSubstr("\"success\":false"));
  EXPECT_THAT(client.Get("/auth/login").content_type, ::testing::HasSubstr("problem+json"));
}

TEST_F(Wiring, DisabledDialectIsNotThere) {
  config_.dialects["workmobile"].enabled = false;
  const auto core = Open(config_);
  testing::DoorClient client(core->door());
  EXPECT_EQ(client.Get("/api").status, 404);
  EXPECT_EQ(client.Get("/livez").status, 200);
}

TEST_F(Wiring, DialectIsSwitchedOffAndOnAgain) {
  config_.dialects["workspan"].enabled = false;
  const auto core = Open(config_);
  testing::DoorClient client(core->door());
  EXPECT_EQ(client.Get("/auth/login").status, 405);
  EXPECT_TRUE(core->SetDialect("teletracker", false));
  EXPECT_EQ(client.Get("/auth/login").status, 404);
  EXPECT_THAT(client.Get("/auth/login").content_type, ::testing::HasSubstr("problem+json"));
  EXPECT_THAT(client.Get("/auth/nowhere").content_type, ::testing::HasSubstr("problem+json"));
  EXPECT_EQ(client.Get("/api").status, 200);
  EXPECT_EQ(client.Get("/livez").status, 200);
  EXPECT_TRUE(core->SetDialect("teletracker", true));
  EXPECT_EQ(client.Get("/auth/login").status, 405);
  // The routes of a dialect that was off at the start do not exist.
  EXPECT_FALSE(core->SetDialect("workspan", true));
  EXPECT_FALSE(core->SetDialect("v1", false));
}

TEST_F(Wiring, OperatorsListenerHasTheMetricsAlone) {
  config_.operators = "127.0.0.1:0";
  const auto core = Open(config_);
  testing::Must(core->OpenOperatorDoor());
  core->health().SetReady();
  testing::DoorClient client(core->door());
  testing::DoorClient operators(core->operator_door());
  EXPECT_EQ(client.Get("/metrics").status, 404);
  EXPECT_EQ(client.Get("/readyz").status, 200);
  EXPECT_EQ(operators.Get("/livez").status, 200);
  EXPECT_EQ(operators.Get("/readyz").status, 200);
  const testing::ClientAnswer metrics = operators.Get("/metrics");
  EXPECT_EQ(metrics.status, 200);
  EXPECT_THAT(metrics.body, ::testing::HasSubstr("bearward_http_requests_total"));
  for (const char* path : {"/openapi.json", "/v1/whoami", "/user_management/users", "/sign-in",
                           "/debug/profile", "/debug/threads"}) {
    EXPECT_EQ(operators.Get(path).status, 404) << path;
  }
}

TEST_F(Wiring, ProfilesAreOnTheOperatorsListenerAloneAndOnlyIfSwitchedOn) {
  config_.operators = "127.0.0.1:0";
  config_.profiling = true;
  const auto core = Open(config_);
  testing::Must(core->OpenOperatorDoor());
  testing::DoorClient client(core->door());
  testing::DoorClient operators(core->operator_door());
  for (const char* path : {"/debug/profile", "/debug/profile?seconds=1", "/debug/threads"}) {
    EXPECT_EQ(client.Get(path).status, 404) << path;
  }
  const testing::ClientAnswer threads = operators.Get("/debug/threads");
  EXPECT_EQ(threads.status, 200) << threads.body;
  EXPECT_THAT(threads.body, ::testing::HasSubstr(R"("name":"worker","threads":)"));
  const testing::ClientAnswer profile = operators.Get("/debug/profile?seconds=1");
  EXPECT_EQ(profile.status, 200) << profile.body;
  for (const char* wrong : {"0", "61", "x", ""}) {
    EXPECT_EQ(operators.Get(std::string("/debug/profile?seconds=") + wrong).status, 400) << wrong;
  }
}

TEST_F(Wiring, WithoutAnOperatorsListenerTheMetricsArePublic) {
  const auto core = Open(config_);
  EXPECT_EQ(testing::DoorClient(core->door()).Get("/metrics").status, 200);
}

TEST_F(Wiring, SecurityTextExistsWithAContact) {
  const auto without = Open(config_);
  EXPECT_EQ(testing::DoorClient(without->door()).Get("/.well-known/security.txt").status, 404);
  config_.security_contacts = {"mailto:security@acme.example", "https://acme.example/report"};
  config_.security_policy = "https://acme.example/policy";
  config_.issuer = "https://id.acme.example";
  const auto core = Open(config_);
  const auto text = testing::DoorClient(core->door()).Get("/.well-known/security.txt");
  EXPECT_EQ(text.status, 200);
  EXPECT_THAT(text.content_type, ::testing::HasSubstr("text/plain"));
  EXPECT_THAT(text.body,
              ::testing::MatchesRegex(
                  "Contact: mailto:security@acme.example\nContact: https://acme.example/report\n"
                  "Expires: [0-9-]+T[0-9:.]+Z\nPolicy: https://acme.example/policy\n"
                  "Canonical: https://id.acme.example/.well-known/security.txt\n"));
}

TEST_F(Wiring, ChangePasswordLeadsToThePage) {
  const auto core = Open(config_);
  const auto answer = testing::DoorClient(core->door()).Get("/.well-known/change-password");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.Header("Location"), "/forgot-password");
}

TEST_F(Wiring, ReadinessFollowsHealth) {
  const auto core = Open(config_);
  testing::DoorClient client(core->door());
  EXPECT_EQ(client.Get("/readyz").status, 503);
  core->health().SetReady();
  EXPECT_EQ(client.Get("/readyz").status, 200);
  core->health().SetDraining();
  EXPECT_EQ(client.Get("/readyz").status, 503);
  EXPECT_EQ(client.Get("/livez").status, 200);
}

// The client of these tests has the address 192.0.2.7.
TEST_F(Wiring, OnlyTheConfiguredProxiesMayAskWhetherARequestMayPass) {
  const ClientHeaders asked = {{"X-Forwarded-Method", "GET"},
                               {"X-Forwarded-Proto", "https"},
                               {"X-Forwarded-Host", "api.example"},
                               {"X-Forwarded-Uri", "/forms"},
                               {"X-Api-Key", kAnnKey}};
  for (const bool trusted : {false, true}) {
    if (trusted) config_.trusted_proxies = {"192.0.2.0/24"};
    const auto core = Open(config_);
    testing::Must(core->Apply(testing::Must(ParseProvisionFile(
        "[[organizations]]\nname = \"Acme\"\n[[users]]\nusername = \"ann\"\n"
        "memberships = [{ organization = \"Acme\" }]\n"
        "[[api_keys]]\nuser = \"ann\"\nvalue = \"" +
            std::string(kAnnKey) + "\"\n[[policies]]\nname = \"api\"\npermissions = []\n",
        "t.toml"))));
    testing::DoorClient client(core->door());
    const ClientAnswer answer = client.Get("/gateway/forward-auth/api", asked);
    EXPECT_EQ(answer.status, trusted ? 200 : 403);
    EXPECT_EQ(answer.Header("Remote-User"), trusted ? "ann" : "");
    const ClientAnswer metrics = client.Get("/metrics");
    EXPECT_THAT(metrics.body, ::testing::HasSubstr("bearward_policies_outdated 0\n"));
    EXPECT_THAT(metrics.body,
                ::testing::HasSubstr("bearward_gateway_decisions_total{gateway=\"forward-auth\","
                                     "decision=\"" +
                                     std::string(trusted ? "allow" : "denied") + "\"} 1\n"));
  }
}

// Incident class F1: a loopback peer may use /gateway by default, but its headers do not name the
// client.
TEST_F(Wiring, OnlyAListedProxyNamesTheClient) {
  const auto sender_of_line = [&](const std::string& peer) {
    lines_.clear();
    const auto core = Open(config_);
    testing::DoorClient client(core->door());
    auto pending = std::make_shared<testing::PendingAnswer>(
        Method::kGet, "/livez", ClientHeaders{{"X-Forwarded-For", "203.0.113.9"}}, "");
    pending->request().peer = peer;
    client.Start(pending);
    EXPECT_EQ(pending->Take().status, 200);
    const auto at = lines_.find("\"peer\":");
    return at == std::string::npos ? "" : lines_.substr(at);
  };
  EXPECT_EQ(sender_of_line("127.0.0.1"), "\"peer\":\"127.0.0.1\"}\n");
  config_.trusted_proxies = {"192.0.2.7"};
  EXPECT_EQ(sender_of_line("127.0.0.1"), "\"peer\":\"127.0.0.1\"}\n");
  EXPECT_EQ(sender_of_line("192.0.2.7"), "\"peer\":\"203.0.113.9\",\"proxy\":\"192.0.2.7\"}\n");
}

// RFC 8707 section 2: a token that a client requested for a resource is valid at that resource
// only.
TEST_F(Wiring, ATokenForAResourcePassesTheGatewayOfItsApiOnly) {
  config_.trusted_proxies = {"192.0.2.0/24"};
  const auto core = Open(config_);
  testing::Must(core->Apply(testing::Must(ParseProvisionFile(
      "[[organizations]]\nname = \"Acme\"\n[[applications]]\nname = \"sync\"\n"
      "organization = \"Acme\"\nclient_id = \"sync\"\nclient_secret = \"0123456789abcdef\"\n"
      "audiences = [\"https://api.example\"]\n[[policies]]\nname = \"api\"\n"
      "audience = \"https://api.example\"\n[[policies]]\nname = \"plain\"\npermissions = []\n",
      "t.toml"))));
  testing::DoorClient client(core->door());
  const auto token_for = [&](const std::string& more) {
    const ClientAnswer answer = client.Send(
        Method::kPost, "/oauth2/token", {{"Content-Type", "application/x-www-form-urlencoded"}},
        "grant_type=client_credentials&client_id=sync&client_secret=0123456789abcdef" + more);
    return *testing::Must(json::Parse(answer.body)).Find("access_token")->AsString();
  };
  const auto status = [&](const std::string& policy, const std::string& token) {
    const ClientHeaders asked = {{"X-Original-Method", "GET"},
                                 {"X-Original-URL", "https://api.example/forms"},
                                 {"Authorization", "Bearer " + token}};
    return client.Get("/gateway/nginx/" + policy, asked).status;
  };
  const std::string for_api = token_for("&resource=https%3A%2F%2Fapi.example");
  EXPECT_EQ(status("api", for_api), 200);
  EXPECT_EQ(status("plain", for_api), 401);
  const std::string for_us = token_for("");
  EXPECT_EQ(status("api", for_us), 401);
  EXPECT_EQ(status("plain", for_us), 200);
}

TEST_F(Wiring, TendingForgetsSessionsPastTheirRetention) {
  const auto core = Open(config_);
  testing::Must(core->Apply(testing::Must(ParseProvisionFile(
      "[[organizations]]\nname = \"Acme\"\n[[users]]\nusername = \"ann\"\n"
      "password = \"long enough\"\nmemberships = [{ organization = \"Acme\" }]\n",
      "t.toml"))));
  testing::DoorClient client(core->door());
  const ClientHeaders form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const ClientAnswer login =
      client.Send(Method::kPost, "/auth/login", form, "username=ann&password=long+enough");
  ASSERT_EQ(login.status, 200);
  const json::Value body = testing::Must(json::Parse(login.body));
  const ClientAnswer answer =
      client.Get("/v1/whoami", {{"Authorization", "Bearer " + *body.Find("token")->AsString()}});
  const json::Value self = testing::Must(json::Parse(answer.body));
  const model::EnvironmentId environment{*self.Find("environment")->Find("id")->AsString()};
  const model::SessionId session{*self.Find("session_id")->AsString()};
  const auto find = [&] {
    return testing::Must(core->store().Read(
        [&](store::ReadTx& tx) { return store::FindSession(tx, environment, session); }));
  };
  // The refresh token expires 29 days after its access token; retention counts from its expiry.
  clock_.Advance(config_.retain_sessions);
  ASSERT_TRUE(core->Tend());
  EXPECT_TRUE(find().has_value());
  clock_.Advance(std::chrono::days(30));
  ASSERT_TRUE(core->Tend());
  EXPECT_FALSE(find().has_value());
}

TEST_F(Wiring, LastUseOfAKeyIsShownWithinAMinute) {
  const auto core = Open(config_);
  testing::Must(core->Apply(testing::Must(ParseProvisionFile(
      "[[organizations]]\nname = \"Acme\"\n[[users]]\nusername = \"ann\"\nid = \"user_ann\"\n"
      "password = \"long enough\"\nmemberships = [{ organization = \"Acme\" }]\n"
      "[[api_keys]]\nuser = \"ann\"\nvalue = \"" +
          std::string(kAnnKey) + "\"\n",
      "t.toml"))));
  testing::DoorClient client(core->door());
  const ClientHeaders key = {{"X-Api-Key", kAnnKey}};
  const auto last_used = [&] {
    const json::Value shown =
        testing::Must(json::Parse(client.Get("/v1/users/user_ann/api_key", key).body));
    const json::Value* member = shown.Find("last_used_at");
    return member != nullptr && member->IsString() ? std::string(*member->AsString()) : "";
  };
  EXPECT_EQ(last_used(), "");
  const std::string used = base::FormatIsoMillis(clock_.Now());
  for (int i = 0; i < 60; ++i) {
    clock_.Advance(std::chrono::seconds(1));
    ASSERT_TRUE(core->Tend());
  }
  EXPECT_EQ(last_used(), used);
}

// Upkeep is a core with one application and one user.
class Upkeep : public Wiring {
 protected:
  Upkeep() {
    core_ = Open(config_);
    testing::Must(core_->Apply(testing::Must(ParseProvisionFile(
        "[[organizations]]\nname = \"Acme\"\n[[users]]\nusername = \"ann\"\n"
        "password = \"long enough\"\nmemberships = [{ organization = \"Acme\" }]\n",
        "t.toml"))));
    testing::Must(core_->Tend());
  }
  std::string LogIn() {
    const ClientAnswer answer = testing::DoorClient(core_->door())
                                    .Send(Method::kPost, "/auth/login",
                                          {{"Content-Type", "application/x-www-form-urlencoded"}},
                                          "username=ann&password=long+enough");
    EXPECT_EQ(answer.status, 200) << answer.body;
    return *testing::Must(json::Parse(answer.body)).Find("token")->AsString();
  }
  int WhoAmI(const std::string& token) {
    return testing::DoorClient(core_->door())
        .Get("/v1/whoami", {{"Authorization", "Bearer " + token}})
        .status;
  }
  // Events returns the number of events.
  std::int64_t Events() {
    return std::ssize(testing::Must(
        core_->store().Read([](store::ReadTx& tx) { return store::ListAllEvents(tx, 0); })));
  }
  void AppendEvents(int count) {
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      for (int i = 0; i < count; ++i) {
        model::Event event;
        event.type = model::EventType::kLoginFailed;
        event.at = clock_.Now();
        BW_TRY(tx.Append(std::move(event)));
      }
      return {};
    }));
  }
  // SessionOf returns the environment and the session of a live token.
  std::pair<model::EnvironmentId, model::SessionId> SessionOf(const std::string& token) {
    const ClientAnswer answer = testing::DoorClient(core_->door())
                                    .Get("/v1/whoami", {{"Authorization", "Bearer " + token}});
    const json::Value self = testing::Must(json::Parse(answer.body));
    return {model::EnvironmentId{*self.Find("environment")->Find("id")->AsString()},
            model::SessionId{*self.Find("session_id")->AsString()}};
  }
  bool IsStored(const std::pair<model::EnvironmentId, model::SessionId>& session) {
    return testing::Must(core_->store().Read([&](store::ReadTx& tx) {
             return store::FindSession(tx, session.first, session.second);
           }))
        .has_value();
  }
  std::string Metric(const std::string& series) {
    const std::string text = testing::DoorClient(core_->door()).Get("/metrics").body;
    const std::size_t at = text.find(series + " ");
    if (at == std::string::npos) return "none";
    const std::size_t value = at + series.size() + 1;
    return text.substr(value, text.find('\n', value) - value);
  }

  std::unique_ptr<Core> core_;
};

// At most a thousand rows a minute used to be pruned, independently of the number due.
TEST_F(Upkeep, PruningGoesOnUntilNothingIsDue) {
  AppendEvents(2100);
  const std::int64_t before = Events();
  clock_.Advance(config_.retain_events);
  testing::Must(core_->Tend());
  // Rotated signing keys append events too.
  const std::int64_t kept = Events();
  EXPECT_GE(kept, before) << "not before their time";
  clock_.Advance(std::chrono::seconds(59));
  testing::Must(core_->Tend());
  EXPECT_EQ(Events(), kept) << "a round a minute";
  clock_.Advance(std::chrono::seconds(1));
  testing::Must(core_->Tend());
  EXPECT_EQ(Events(), kept - before);
  EXPECT_EQ(Metric("bearward_pruned_rows_total{table=\"events\"}"), std::to_string(before));
  EXPECT_EQ(Metric("bearward_prune_behind_seconds{table=\"events\"}"), "0");
}

// A clock that was 500 days ahead for five seconds used to delete every event and session.
TEST_F(Upkeep, NothingIsPrunedWithinAnHourOfAJumpOfTheWallClock) {
  const std::string token = LogIn();
  const std::int64_t events = Events();
  clock_.Advance(std::chrono::minutes(2));
  const base::Time right = clock_.Now();
  clock_.Set(right + std::chrono::days(500));
  for (int i = 0; i < 50; ++i) {
    clock_.Advance(std::chrono::milliseconds(100));
    testing::Must(core_->Tend());
  }
  EXPECT_EQ(WhoAmI(token), 401);
  clock_.Set(right + std::chrono::seconds(5));
  testing::Must(core_->Tend());
  EXPECT_EQ(WhoAmI(token), 200) << "the refusal was forgotten at once";
  EXPECT_GE(Events(), events);
  const auto first = SessionOf(token);
  EXPECT_TRUE(IsStored(first));

  // The clock stays ahead: it may be right, and pruning begins after an hour.
  clock_.Set(right + std::chrono::days(500));
  testing::Must(core_->Tend());
  clock_.Advance(std::chrono::minutes(59));
  testing::Must(core_->Tend());
  EXPECT_TRUE(IsStored(first));
  clock_.Advance(std::chrono::minutes(1));
  testing::Must(core_->Tend());
  EXPECT_FALSE(IsStored(first));
}

// If the machine boots with a wrong clock, no jump is visible while the program runs.
TEST_F(Wiring, AStartFarFromTheNewestEventPrunesNothingForAnHour) {
  const testing::TempDir folder;
  const base::Secret key = crypto::KeyRing::Generate(entropy_);
  const auto open = [&] {
    return testing::Must(Core::Open(config_, {clock_, entropy_, log_, request_log_},
                                    store::SqliteFile(folder.File("bearward.db"), 1), key));
  };
  const auto first = [](Core& core) {
    return testing::Must(
               core.store().Read([](store::ReadTx& tx) { return store::ListAllEvents(tx, 0); }))
        .front()
        .number;
  };
  testing::Must(open()->Apply(testing::Must(ParseProvisionFile(
      "[[environments]]\nname = \"one\"\n[[environments]]\nname = \"two\"\n", "t.toml"))));
  for (const auto pause : {std::chrono::days(500), -std::chrono::days(400)}) {
    clock_.Set(clock_.Now() + pause);
    const auto core = open();
    clock_.Advance(std::chrono::minutes(59));
    testing::Must(core->Tend());
    EXPECT_EQ(first(*core), 1);
  }
  clock_.Set(clock_.Now() + std::chrono::days(900));
  const auto core = open();
  clock_.Advance(std::chrono::hours(1));
  testing::Must(core->Tend());
  EXPECT_GT(first(*core), 1) << "a clock that stays is right";
}

// `bearward apply` and `bearward config check` open a core too, beside the server.
TEST_F(Wiring, EmailsAreSentOnceTheDeliveryIsStarted) {
  const testing::TempDir spool;
  config_.mail.spool = spool.path();
  const base::Secret key = crypto::KeyRing::Generate(entropy_);
  const testing::TempDir data;
  const auto open = [&] {
    return testing::Must(Core::Open(config_, {clock_, entropy_, log_, request_log_},
                                    store::SqliteFile(data.File("bearward.db"), 1), key));
  };
  const auto core = open();
  testing::Must(core->Apply(
      testing::Must(ParseProvisionFile("[[environments]]\nname = \"one\"\n", "t.toml"))));
  const auto ring = testing::Must(crypto::KeyRing::Parse(key, entropy_));
  const mail::NewCode code =
      testing::Must(mail::MakeCode(model::EmailCodeKind::kMagicAuth, clock_.Now(), ring, entropy_));
  const mail::Outbox outbox(ring, entropy_, {}, true);
  testing::Must(core->store().Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto environments, store::ListEnvironments(tx));
    return outbox.Add(tx,
                      {.environment = environments.front().id,
                       .letter = mail::Letter::kMagicAuth,
                       .to = "ann@example.com",
                       .code_id = code.row.id,
                       .sealed = code.row.sealed,
                       .expires_at = clock_.Now() + std::chrono::minutes(10)},
                      clock_.Now());
  }));
  open();
  const auto waiting = [&] { return testing::Must(core->store().Read(store::CountWaitingEmails)); };
  EXPECT_EQ(waiting(), 1) << "another core only opened the data";
  core->StartDelivery();
  while (waiting() > 0) std::this_thread::yield();
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(spool.path()), {}), 1);
}

// A clock set back before the start of the signing keys used to make every sign-in fail.
TEST_F(Upkeep, AClockThatIsSetBackStopsNothing) {
  core_->health().SetReady();
  for (const auto back : {std::chrono::seconds(90), std::chrono::seconds(std::chrono::days(400))}) {
    clock_.Set(clock_.Now() - back);
    EXPECT_EQ(WhoAmI(LogIn()), 200);
    testing::Must(core_->Tend());
    EXPECT_EQ(WhoAmI(LogIn()), 200);
    EXPECT_EQ(testing::DoorClient(core_->door()).Get("/readyz").status, 200);
  }
}

}  // namespace
}  // namespace bearward::app
