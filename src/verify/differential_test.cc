// A cached answer must equal a fresh one, whatever the question and whatever was changed in between
// (incident class E1): random questions are put to a verifier with a cache and to a new one.
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/sessions.h"
#include "store/users.h"
#include "testing/credential_set.h"

namespace bearward::verify {
namespace {

using testing::CredentialSet;
using testing::Must;
using testing::TestCredential;
using testing::TestServer;

constexpr int kQuestions = 400;

struct Outcome {
  bool allowed;
  bool unknown;
  std::string reason;
  std::optional<model::Principal> principal;
  std::string credential_id;
  std::optional<base::Time> expires_at;

  bool operator==(const Outcome&) const = default;
};

Outcome OutcomeOf(const Decision& decision) {
  Outcome outcome{.allowed = decision.allowed(),
                  .unknown = decision.unknown(),
                  .reason = decision.error().reason,
                  .principal = std::nullopt,
                  .credential_id = {},
                  .expires_at = std::nullopt};
  if (const auto& caller = decision.caller()) {
    outcome.principal = caller->principal();
    outcome.credential_id = caller->credential_id();
    outcome.expires_at = caller->expires_at();
  }
  return outcome;
}

std::unique_ptr<Verifier> FreshVerifier(TestServer& world) {
  return std::make_unique<Verifier>(
      Verifier::Parts{*world.store, world.profiles, world.keys, *world.passwords, world.clock},
      Verifier::Settings{.issuer = std::string(testing::kIssuer),
                         .cache_capacity = 256,
                         .password_cache_key = base::Secret(std::string(32, 'f'))});
}

template <class T>
const T& Pick(const std::vector<T>& choices, std::mt19937& random) {
  return choices[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(random)];
}

class Differential : public ::testing::Test {
 protected:
  Differential() {
    // Listeners must be registered before the first write, so all fresh verifiers are created here.
    for (int i = 0; i < kQuestions; ++i) fresh_.push_back(FreshVerifier(world_));
    for (const char* name : {"production", "sandbox"}) {
      racks_.push_back(std::make_unique<CredentialSet>(world_, name));
      environments_.push_back(racks_.back()->environment);
      for (const auto& hung : racks_.back()->all()) credentials_.push_back(hung->credential);
    }
    AddStrangers();
  }

  // Credentials that look like the valid ones and are not.
  void AddStrangers() {
    for (std::size_t i = 0, count = credentials_.size(); i < count; ++i) {
      Credential stranger = credentials_[i];
      if (stranger.token.empty()) {
        stranger.password = base::Secret(std::string_view("wrong"));
        stranger.login = "stranger" + std::to_string(i);
      } else {
        texts_.push_back(std::make_unique<std::string>(stranger.token));
        texts_.back()->back() = texts_.back()->back() == 'A' ? 'B' : 'A';
        stranger.token = *texts_.back();
      }
      credentials_.push_back(stranger);
    }
  }

  // One in three disables; the others enable again, so that enough credentials stay allowed.
  bool RandomSwitch() { return std::uniform_int_distribution(0, 2)(random_) != 0; }

  void Change(const CredentialSet& credentials,
              const std::function<base::Status(store::WriteTx&)>& change, model::EventType type,
              const std::string& target) {
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(change(tx));
      return world_.Announce(tx, type, credentials.environment, target);
    }));
  }

  void ChangeSubjects(const CredentialSet& credentials) {
    const bool on = RandomSwitch();
    switch (std::uniform_int_distribution(0, 3)(random_)) {
      case 0:
        return Change(
            credentials,
            [&](store::WriteTx& tx) -> base::Status {
              BW_TRY_ASSIGN(auto user,
                            store::FindUser(tx, credentials.environment, credentials.ann));
              user->active = on;
              user->first_name = on ? "Ann" : "Anna";
              return store::UpdateUser(tx, *user);
            },
            model::EventType::kUserUpdated, credentials.ann.text);
      case 1:
        return Change(
            credentials,
            [&](store::WriteTx& tx) -> base::Status {
              BW_TRY_ASSIGN(auto row,
                            store::FindOrganization(tx, credentials.environment, credentials.acme));
              row->enabled = on;
              return store::UpdateOrganization(tx, *row);
            },
            model::EventType::kOrganizationUpdated, credentials.acme.text);
      case 2:
        return Change(
            credentials,
            [&](store::WriteTx& tx) -> base::Status {
              BW_TRY_ASSIGN(auto row, store::FindApplication(tx, credentials.environment,
                                                             credentials.exporter));
              row->enabled = on;
              return store::UpdateApplication(tx, *row);
            },
            model::EventType::kApplicationUpdated, credentials.exporter.text);
      default:
        return Change(
            credentials,
            [&](store::WriteTx& tx) -> base::Status {
              BW_TRY_ASSIGN(auto role, store::FindRole(tx, credentials.environment, "planner"));
              role->permissions = {on ? "forms:read" : "forms:write"};
              return store::Roles().Update(tx, *role);
            },
            model::EventType::kRoleUpdated, "planner");
    }
  }

  void ChangeCredentials(const CredentialSet& credentials) {
    const TestCredential& hung = *Pick(credentials.all(), random_);
    if (!hung.session.empty()) {
      const bool on = RandomSwitch();
      return Change(
          credentials,
          [&](store::WriteTx& tx) -> base::Status {
            BW_TRY_ASSIGN(auto session,
                          store::FindSession(tx, credentials.environment, hung.session));
            session->generation = on ? 0 : 1;
            return store::UpdateSession(tx, *session);
          },
          model::EventType::kSessionRefreshed, hung.session.text);
    }
    if (hung.kind != model::CredentialKind::kApiKey) return;
    const auto key = Must(world_.store->Read(
        [&](store::ReadTx& tx) { return store::FindApiKeyByHash(tx, crypto::Sha256(hung.text)); }));
    Change(
        credentials,
        [&](store::WriteTx& tx) {
          model::ApiKey changed = *key;
          changed.revoked_at = RandomSwitch() ? std::nullopt : std::optional(world_.clock.Now());
          changed.expires_at = world_.clock.Now() + std::chrono::minutes(random_() % 20);
          return store::UpdateApiKey(tx, changed);
        },
        model::EventType::kApiKeyUpdated, key->id.text);
  }

  void ChangeSomething() {
    const CredentialSet& credentials = *Pick(racks_, random_);
    switch (std::uniform_int_distribution(0, 2)(random_)) {
      case 0:
        return ChangeSubjects(credentials);
      case 1:
        return ChangeCredentials(credentials);
      default:
        world_.clock.Advance(std::chrono::seconds(random_() % 30));
    }
  }

  Question RandomQuestion() {
    Question question{Pick(needs_, random_)};
    if (RandomSwitch()) return question;
    question.kinds = Pick(kinds_, random_);
    question.profiles = Pick(profiles_, random_);
    question.environment = Pick(environments_, random_);
    question.account = Pick(accounts_, random_);
    question.any_audience = Pick(flags_, random_) != 0;
    return question;
  }

  TestServer world_{
      {.limits = {.failures_per_user_and_address = 1'000'000, .failures_per_address = 1'000'000}}};
  std::vector<std::unique_ptr<Verifier>> fresh_;
  std::vector<std::unique_ptr<CredentialSet>> racks_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<Credential> credentials_;
  std::mt19937 random_{20310506};
  const std::vector<model::Need> needs_ = {model::Need::Live(), model::Need::All({"forms:read"}),
                                           model::Need::All({"forms:write"})};
  const std::vector<KindSet> kinds_ = {kAnyKind, kAnyKind, kAnyKind,
                                       KindBit(model::CredentialKind::kJwt),
                                       KindBit(model::CredentialKind::kBasic)};
  const std::vector<model::ProfileSet> profiles_ = {model::kAnyProfile, model::kAnyProfile,
                                                    token::kTeleTrackerBit, token::kWorkSpanBit};
  const std::vector<int> flags_ = {0, 1};
  std::vector<std::optional<model::EnvironmentId>> environments_ = {std::nullopt, std::nullopt};
  const std::vector<std::optional<std::int64_t>> accounts_ = {std::nullopt, std::nullopt, 28, 29};
};

// Puts each question to both verifiers, and changes something before every n-th question.
struct Counts {
  int allowed = 0;
  int remembered = 0;
};

class DifferentialRun : public Differential {
 protected:
  Counts Run(int change_every) {
    Counts counts;
    for (int i = 0; i < kQuestions; ++i) {
      if (change_every > 0 && i % change_every == 0) ChangeSomething();
      const Credential& credential = Pick(credentials_, random_);
      const Question question = RandomQuestion();
      Verifier& fresh = *fresh_[static_cast<std::size_t>(i)];
      // Each question has its own address, so that the throttle of client secrets has no effect:
      // that of a fresh verifier is empty.
      const std::string peer = "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256);
      const Outcome expected = OutcomeOf(fresh.Verify(credential, question, peer));
      if (const auto cached = world_.verifier.TryCached(credential, question)) {
        EXPECT_EQ(OutcomeOf(*cached), expected) << i << " " << expected.reason;
        ++counts.remembered;
      }
      const Decision decision = world_.verifier.Verify(credential, question, peer);
      EXPECT_EQ(OutcomeOf(decision), expected) << i << " " << expected.reason;
      counts.allowed += expected.allowed ? 1 : 0;
    }
    return counts;
  }
};

TEST_F(DifferentialRun, RememberedAnswersAreTheFreshOnes) {
  const Counts counts = Run(0);
  // The test is meaningful only if all kinds of answers occur often.
  EXPECT_GT(counts.allowed, 40);
  EXPECT_LT(counts.allowed, kQuestions / 2);
  EXPECT_GT(counts.remembered, 100);
}

TEST_F(DifferentialRun, RememberedAnswersAreTheFreshOnesWhateverChangesInBetween) {
  const Counts counts = Run(3);
  EXPECT_GT(counts.allowed, 20);
  EXPECT_LT(counts.allowed, kQuestions / 2);
  EXPECT_GT(counts.remembered, 50);
}

}  // namespace
}  // namespace bearward::verify
