// The current program with the database, the keys and the tokens of an earlier release.
// test/upgrade/make creates the files with the program of that release.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "app/wire.h"
#include "base/encode.h"
#include "crypto/hash.h"
#include "json/reader.h"
#include "store/copy_database.h"
#include "store/engine_postgres.h"
#include "store/engine_sqlite.h"
#include "store/events.h"
#include "store/sessions.h"
#include "testing/door_client.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/source_dir.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using http::Method;
using testing::ClientAnswer;
using testing::ClientHeaders;
using testing::Must;

constexpr const char* kForm = "application/x-www-form-urlencoded";
constexpr const char* kJson = "application/json";

std::string ReadFixture(const std::string& name) {
  std::ifstream file(std::string(testing::kSourceDir) + "/test/upgrade/0.1.0/" + name);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string TextAt(const json::Value& value, std::string_view key) {
  const json::Value* found = value.Find(key);
  return found != nullptr && found->IsString() ? *found->AsString() : "";
}

ClientHeaders HeadersOf(const json::Value& credential) {
  ClientHeaders headers;
  for (const json::Member& header : *credential.Find("headers")->AsObject()) {
    headers.emplace_back(header.key, *header.value.AsString());
  }
  return headers;
}

// Restore runs the statements of a dump, which end with a semicolon at the end of a line.
void Restore(const std::string& dump, const std::string& path) {
  const auto engine = Must(store::OpenSqlite(path, true));
  std::string_view rest = dump;
  for (auto end = rest.find(";\n"); end != std::string_view::npos; end = rest.find(";\n")) {
    Must(engine->Execute(rest.substr(0, end), {}));
    rest.remove_prefix(end + 2);
  }
}

// Engine is where the current program keeps the data of the earlier release.
enum class Engine { kSqlite, kPostgres };

class Upgrade : public ::testing::TestWithParam<Engine> {
 protected:
  Upgrade() {
    config_.issuer = "https://door.example";
    config_.password_cost = {.memory_kib = 64, .passes = 1};
    config_.password_failure = std::chrono::milliseconds(0);  // the fake clock does not advance
    Restore(ReadFixture("database.sql"), path_);
    if (GetParam() == Engine::kPostgres) CopyToPostgres();
    Start();
  }
  // CopyToPostgres does what the command `migrate` does.
  void CopyToPostgres() {
    options_ = testing::PostgresServer::Shared().Options();
    const auto sqlite = Must(store::OpenSqlite(path_, true));
    const auto postgres = Must(store::OpenPostgres(options_, true));
    Must(store::CopyDatabase(*sqlite, *postgres, store::CopyDirection::kToPostgres,
                             [](store::ReadTx&) -> base::Status { return {}; }));
  }
  void Start() {
    core_.reset();
    const store::EngineSource source = GetParam() == Engine::kPostgres
                                           ? store::Postgres(options_, 2)
                                           : store::SqliteFile(path_, 2);
    core_ = Must(Core::Open(config_, {clock_, entropy_, log_, log_}, source,
                            base::Secret(ReadFixture("master.key"))));
  }
  ClientAnswer Post(const std::string& target, const char* type, const std::string& body,
                    ClientHeaders headers = {}) {
    headers.emplace_back("Content-Type", type);
    return testing::DoorClient(core_->door()).Send(Method::kPost, target, headers, body);
  }
  ClientAnswer WhoAmI(const ClientHeaders& headers) {
    return testing::DoorClient(core_->door()).Get("/v1/whoami", headers);
  }
  std::string Recorded(std::string_view key, std::string_view name) const {
    return TextAt(*issued_.Find(key), name);
  }

  const json::Value issued_ = Must(json::Parse(ReadFixture("credentials.json")));
  testing::FakeClock clock_{base::FromMillis(*issued_.Find("at_ms")->AsInt() + 60'000)};
  testing::FakeEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  testing::TempDir folder_;
  const std::string path_ = folder_.File("bearward.db");
  store::PostgresOptions options_;
  Config config_;
  std::unique_ptr<Core> core_;
};

TEST_P(Upgrade, EveryTokenAndKeyOfTheEarlierReleaseMeansTheSameSubject) {
  // Two starts: the first one migrates, the second one finds the result.
  for (int start = 1; start <= 2; ++start) {
    for (const json::Value& credential : *issued_.Find("accepted")->AsArray()) {
      const ClientAnswer answer = WhoAmI(HeadersOf(credential));
      ASSERT_EQ(answer.status, 200) << TextAt(credential, "name") << " " << answer.body;
      const json::Value now = Must(json::Parse(answer.body));
      for (const json::Member& member : *credential.Find("whoami")->AsObject()) {
        ASSERT_NE(now.Find(member.key), nullptr) << member.key;
        EXPECT_EQ(*now.Find(member.key), member.value)
            << TextAt(credential, "name") << " " << member.key;
      }
    }
    Start();
  }
}

TEST_P(Upgrade, WhatWasRefusedStaysRefused) {
  for (const json::Value& credential : *issued_.Find("refused")->AsArray()) {
    EXPECT_EQ(WhoAmI(HeadersOf(credential)).status, 401) << TextAt(credential, "name");
  }
}

TEST_P(Upgrade, RefreshTokensRotate) {
  const ClientAnswer telephone = Post(
      "/auth/refresh", kJson, "{\"refresh_token\":\"" + Recorded("refresh", "teletracker") + "\"}");
  EXPECT_EQ(telephone.status, 200) << telephone.body;
  const ClientAnswer workspan = Post("/oauth/token", kJson,
                                     "{\"grant_type\":\"refresh_token\",\"refresh_token\":\"" +
                                         Recorded("refresh", "workspan") + "\"}");
  EXPECT_EQ(workspan.status, 200) << workspan.body;
  const std::string secret =
      base::Base64Encode("reference-client:2123456789abcdef0123456789abcdef");
  const ClientAnswer oauth =
      Post("/oauth2/token", kForm,
           "grant_type=refresh_token&refresh_token=" + Recorded("refresh", "oauth"),
           {{"Authorization", "Basic " + secret}});
  ASSERT_EQ(oauth.status, 200) << oauth.body;
  const std::string token = TextAt(Must(json::Parse(oauth.body)), "access_token");
  EXPECT_EQ(WhoAmI({{"Authorization", "Bearer " + token}}).status, 200);
}

// A refresh token of WorkSpan is a JWT and is not looked up; see RefreshTokensRotate.
TEST_P(Upgrade, RecordsOfSignedRefreshTokensAreDeletedAndOtherRecordsStay) {
  const auto has_record = [this](const std::string& path, std::string_view name) {
    const auto engine = Must(store::OpenSqlite(path, false));
    store::ReadTx tx(*engine);
    return Must(store::FindTokenByHash(tx, crypto::Sha256(Recorded("refresh", name)))).has_value();
  };
  const std::string before = folder_.File("before.db");
  Restore(ReadFixture("database.sql"), before);
  EXPECT_TRUE(has_record(before, "workspan"));
  EXPECT_FALSE(has_record(path_, "workspan"));
  for (const char* reference : {"teletracker", "oauth"}) {
    EXPECT_TRUE(has_record(before, reference)) << reference;
    EXPECT_TRUE(has_record(path_, reference)) << reference;
  }
}

TEST_P(Upgrade, PeopleAndClientsSignIn) {
  EXPECT_EQ(
      Post("/auth/login", kJson, R"({"username":"ANN","password":"correct horse battery staple"})")
          .status,
      200);
  EXPECT_EQ(Post("/auth/login", kJson,
                 "{\"username\":\"ju\u0308rgen\",\"password\":\"Gr\u00fc\u00dfe-O\u0308l-12345\"}")
                .status,
            200);
  EXPECT_EQ(Post("/auth/login", kJson, R"({"username":"ann","password":"wrong"})").status, 401);
  EXPECT_EQ(Post("/oauth2/token", kForm,
                 "grant_type=client_credentials&client_id=jwt-client"
                 "&client_secret=1123456789abcdef0123456789abcdef")
                .status,
            200);
}

TEST_P(Upgrade, AClientSignsWithTheKeyThatItHadRegistered) {
  std::string pem = ReadFixture("client.pem");
  pem = pem.substr(pem.find('\n') + 1);
  pem = pem.substr(0, pem.find("-----"));
  std::erase(pem, '\n');
  const auto key = Must(
      crypto::SigningKey::Load(crypto::Algorithm::kEs256, base::Secret(*base::Base64Decode(pem))));
  const std::string expires_at = std::to_string(base::ToSeconds(clock_.Now()) + 60);
  std::string assertion =
      base::Base64UrlEncode(R"({"alg":"ES256","kid":"k"})") + "." +
      base::Base64UrlEncode(R"({"iss":"key-client","sub":"key-client","jti":"1",)"
                            R"("aud":"https://door.example","exp":)" +
                            expires_at + "}");
  assertion += "." + base::Base64UrlEncode(Must(key.Sign(assertion)));
  const ClientAnswer answer =
      Post("/oauth2/token", kForm,
           "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A"
           "client-assertion-type%3Ajwt-bearer&client_assertion=" +
               assertion);
  EXPECT_EQ(answer.status, 200) << answer.body;
}

TEST_P(Upgrade, NoEventIsLostAndNumbersGoOn) {
  const std::int64_t last = *issued_.Find("last_event")->AsInt();
  const auto events =
      Must(core_->store().Read([](store::ReadTx& tx) { return store::ListAllEvents(tx, 0); }));
  ASSERT_GE(std::ssize(events), last);
  EXPECT_EQ(*issued_.Find("events")->AsInt(), last);
  for (std::int64_t i = 0; i < std::ssize(events); ++i) {
    EXPECT_EQ(events[static_cast<std::size_t>(i)].number, i + 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Upgrade, ::testing::Values(Engine::kSqlite, Engine::kPostgres),
                         [](const auto& run) {
                           return run.param == Engine::kSqlite ? "Sqlite" : "Postgres";
                         });

}  // namespace
}  // namespace bearward::app
