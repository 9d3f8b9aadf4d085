// ContractFixture: the whole program without its sockets, with the data of examples/demo.toml, for
// tests of the vendors' documented contracts. One core per suite: the changes of a test stay, so a
// test changes only rows that no other test uses.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "app/lenient_fixture.h"
#include "app/provision_file.h"
#include "app/read_file.h"
#include "app/wire.h"
#include "base/encode.h"
#include "door/session_cookie.h"
#include "json/reader.h"
#include "store/administrators.h"
#include "store/environments.h"
#include "store/users.h"
#include "testing/door_client.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/source_dir.h"
#include "testing/test_engine.h"

namespace bearward::app {

using http::Method;
using testing::ClientAnswer;
using testing::ClientHeaders;

// The secrets of examples/demo.toml.
inline constexpr const char* kAnnPassword = "correct horse battery staple";
inline constexpr const char* kAnnKey = "3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44";
inline constexpr const char* kProductionKey = "sk_test_0000000000000000000000000000";
inline constexpr const char* kSandboxKey = "sk_test_1111111111111111111111111111";
inline constexpr const char* kAcme = "org_01EHZNVPK3SFK441A1RGBFSHRT";
inline constexpr const char* kAnn = "user_01E4ZCR3C56J083X43JQXF3JK5";

class ContractFixture : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { Start(Config()); }
  // Start opens the core with these settings as Lenient changes them, StartExactly as they are.
  static void Start(Config config) { StartExactly(Lenient(std::move(config))); }
  static void StartExactly(Config config) {
    clock_ = new testing::FakeClock();
    entropy_ = new testing::FakeEntropy();
    log_ = new observe::Logger(*clock_, observe::Level::kOff, observe::Logger::Sink());
    config.password_cost = {.memory_kib = 8, .passes = 1};
    config.password_failure = std::chrono::milliseconds(0);
    const base::Secret key = crypto::KeyRing::Generate(*entropy_);
    ring_ = new crypto::KeyRing(testing::Must(crypto::KeyRing::Parse(key, *entropy_)));
    core_ = testing::Must(
                Core::Open(config, {*clock_, *entropy_, *log_, *log_}, testing::TestEngine(), key))
                .release();
    testing::Must(core_->Apply(DemoWorld()));
  }
  static void TearDownTestSuite() {
    delete core_;
    delete ring_;
    delete log_;
    delete entropy_;
    delete clock_;
  }

  static provision::ProvisioningFile DemoWorld() {
    const std::string path = std::string(testing::kSourceDir) + "/examples/demo.toml";
    return testing::Must(ParseProvisionFile(testing::Must(ReadWholeFile(path)), "demo.toml"));
  }
  static void Apply(const std::string& text) {
    testing::Must(core_->Apply(testing::Must(ParseProvisionFile(text, "test.toml"))));
  }

  static ClientAnswer Send(Method method, std::string target, ClientHeaders headers = {},
                           std::string body = {}) {
    return testing::DoorClient(core_->door())
        .Send(method, std::move(target), std::move(headers), std::move(body));
  }
  static ClientAnswer Get(std::string target, ClientHeaders headers = {}) {
    return Send(Method::kGet, std::move(target), std::move(headers));
  }
  static ClientAnswer Json(Method method, std::string target, std::string body,
                           ClientHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/json");
    return Send(method, std::move(target), std::move(headers), std::move(body));
  }
  static ClientAnswer Form(std::string target, std::string body, ClientHeaders headers = {}) {
    headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    return Send(Method::kPost, std::move(target), std::move(headers), std::move(body));
  }
  static ClientHeaders Bearer(const std::string& token) {
    return {{"Authorization", "Bearer " + token}};
  }
  static ClientHeaders Password(const std::string& scheme, const std::string& pair) {
    return {{"Authorization", scheme + " " + base::Base64Encode(pair)}};
  }

  // ConsoleSession signs in to the console and returns the headers of its scripts. `environment` is
  // the id of the environment of the user, "" for the default one.
  static ClientHeaders ConsoleSession(const std::string& username, const std::string& password,
                                      const std::string& environment = {}) {
    const ClientAnswer answer =
        Form("/sign-in?environment=" + environment,
             "csrf=" + door::CsrfTokenOf("form") + "&username=" + base::PercentEncode(username) +
                 "&password=" + base::PercentEncode(password),
             {{"Cookie", "bearward_form=form"}});
    const std::string cookie = answer.Header("Set-Cookie");
    const auto from = cookie.find('=') + 1;
    const std::string token = cookie.substr(from, cookie.find(';') - from);
    EXPECT_EQ(answer.status, 303) << username << ": " << answer.body;
    return {{"Cookie", "bearward_session=" + token}, {"X-CSRF-Token", door::CsrfTokenOf(token)}};
  }
  // Appoint makes a user an administrator of its environment, whose id it returns.
  static std::string Appoint(const std::string& login, std::size_t environment) {
    return testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Result<std::string> {
      BW_TRY_ASSIGN(const auto all, store::ListEnvironments(tx));
      BW_TRY_ASSIGN(const auto user, store::FindUserByLogin(tx, all.at(environment).id, login));
      BW_TRY(store::InsertAdministrator(tx, user->environment, user->id, clock_->Now()));
      return user->environment.text;
    }));
  }

  // Value returns the parsed JSON of a response; a body that is not JSON fails the test.
  static json::Value Value(const ClientAnswer& answer) {
    return testing::Must(json::Parse(answer.body));
  }
  // Text and Number return a member of a JSON response; "" and -1 if it has another type.
  static std::string Text(const ClientAnswer& answer, std::string_view name) {
    const json::Value value = Value(answer);
    const json::Value* member = value.Find(name);
    return member != nullptr && member->IsString() ? *member->AsString() : "";
  }
  static std::int64_t Number(const ClientAnswer& answer, std::string_view name) {
    const json::Value value = Value(answer);
    const json::Value* member = value.Find(name);
    return member == nullptr ? -1 : member->AsInt().value_or(-1);
  }

  static inline testing::FakeClock* clock_ = nullptr;
  static inline testing::FakeEntropy* entropy_ = nullptr;
  static inline observe::Logger* log_ = nullptr;
  static inline crypto::KeyRing* ring_ = nullptr;
  static inline Core* core_ = nullptr;
};

}  // namespace bearward::app
