// What is remembered must answer like what is asked afresh, whatever the question (incident class
// E1): random questions are put to a verifier that remembers and to one that has just been made.
#include <gtest/gtest.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "testing/rack.h"

namespace bearward::verify {
namespace {

using testing::Rack;
using testing::World;

constexpr int kQuestions = 400;
constexpr std::string_view kPeer = "192.0.2.1";

struct Outcome {
  bool allowed;
  bool unknown;
  std::string reason;
  std::optional<model::Principal> principal;

  bool operator==(const Outcome&) const = default;
};

Outcome OutcomeOf(const Decision& decision) {
  return {decision.allowed(), decision.unknown(), decision.error().reason,
          decision.allowed() ? std::optional(decision.caller()->principal()) : std::nullopt};
}

std::unique_ptr<Verifier> FreshVerifier(World& world) {
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
    // Listeners must be there before the first write, so all fresh verifiers are made ahead.
    for (int i = 0; i < kQuestions; ++i) fresh_.push_back(FreshVerifier(world_));
    const Rack production(world_, "production");
    const Rack sandbox(world_, "sandbox");
    for (const Rack* rack : {&production, &sandbox}) {
      environments_.push_back(rack->environment);
      for (const auto& hung : rack->all()) {
        texts_.push_back(std::make_unique<std::string>(hung->text));
        credentials_.push_back(hung->credential);
        credentials_.back().token = *texts_.back();
      }
    }
    AddStrangers();
  }

  // Credentials that look like the good ones and are not.
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

  Question RandomQuestion() {
    Question question{Pick(needs_, random_)};
    question.kinds = Pick(kinds_, random_);
    question.profile = Pick(profiles_, random_);
    question.environment = Pick(environments_, random_);
    question.account = Pick(accounts_, random_);
    question.any_audience = Pick(flags_, random_) != 0;
    return question;
  }

  World world_{
      {.limits = {.failures_per_user_and_address = 1'000'000, .failures_per_address = 1'000'000}}};
  std::vector<std::unique_ptr<Verifier>> fresh_;
  std::vector<std::unique_ptr<std::string>> texts_;
  std::vector<Credential> credentials_;
  std::mt19937 random_{20310506};
  const std::vector<model::Need> needs_ = {model::Need::Live(), model::Need::All({"forms:read"}),
                                           model::Need::All({"forms:write"})};
  const std::vector<KindSet> kinds_ = {kAnyKind, kAnyKind, kAnyKind,
                                       KindBit(model::CredentialKind::kJwt),
                                       KindBit(model::CredentialKind::kBasic)};
  const std::vector<std::string_view> profiles_ = {"", "", "", "teletracker", "workspan"};
  const std::vector<int> flags_ = {0, 1};
  std::vector<std::optional<model::EnvironmentId>> environments_ = {std::nullopt, std::nullopt};
  const std::vector<std::optional<std::int64_t>> accounts_ = {std::nullopt, std::nullopt, 28, 29};
};

TEST_F(Differential, RememberedAnswersAreTheFreshOnes) {
  int allowed = 0;
  int remembered = 0;
  for (int i = 0; i < kQuestions; ++i) {
    const Credential& credential = Pick(credentials_, random_);
    const Question question = RandomQuestion();
    const Outcome expected =
        OutcomeOf(fresh_[static_cast<std::size_t>(i)]->Verify(credential, question, kPeer));
    const auto cached = world_.verifier.TryCached(credential, question);
    if (cached) {
      EXPECT_EQ(OutcomeOf(*cached), expected) << i << " " << expected.reason;
      ++remembered;
    }
    EXPECT_EQ(OutcomeOf(world_.verifier.Verify(credential, question, kPeer)), expected) << i;
    allowed += expected.allowed ? 1 : 0;
  }
  // The questions are worth asking: all three kinds of answer come up often.
  EXPECT_GT(allowed, 20);
  EXPECT_LT(allowed, kQuestions / 2);
  EXPECT_GT(remembered, 50);
}

}  // namespace
}  // namespace bearward::verify
