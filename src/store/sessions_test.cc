#include "store/sessions.h"

#include "store/pruning.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "store/environments.h"
#include "store/pruning_fixture.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::kSampleTime;
using testing::SampleDigest;
using testing::SampleSession;
using testing::SampleToken;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class SessionsTable : public ::testing::Test {
 protected:
  SessionsTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(env));
    }
  }
  bool Has(const model::EnvironmentId& environment, const std::string& id) {
    return db_.Read(FindSession, environment, model::SessionId{id}).has_value();
  }
  // Ended returns the ids, sorted, of the sessions that EndSessionsOf ends.
  std::vector<std::string> Ended(model::SubjectKind kind, const std::string& subject,
                                 base::Time at) {
    std::vector<std::string> ids;
    for (const auto& id : db_.Write(EndSessionsOf, kOne, kind, subject, at, std::nullopt))
      ids.push_back(id.text);
    std::ranges::sort(ids);
    return ids;
  }
  testing::MemoryStore db_;
};

TEST_F(SessionsTable, BoundsAreReadBackAndThoseOfTheAccessTokenChange) {
  auto session = SampleSession("env_1", 1);
  session.granted = {{{"a", "b"}}, {"https://a.example"}};
  session.access = session.granted;
  db_.Write(InsertSession, session);
  EXPECT_EQ(db_.Read(FindSession, kOne, session.id)->granted, session.granted);
  EXPECT_EQ(db_.Read(FindSession, kOne, session.id)->access, session.access);
  session.access = {std::vector<std::string>(), {}};
  db_.Write(UpdateSession, session);
  const auto found = db_.Read(FindSession, kOne, session.id);
  EXPECT_EQ(found->granted, session.granted);
  EXPECT_EQ(found->access, session.access) << "no scopes are not any scopes";
}

TEST_F(SessionsTable, ASessionIsReadBackCompletelyInItsEnvironmentOnly) {
  auto session = SampleSession("env_1", 1);
  session.subject_kind = model::SubjectKind::kApplication;
  session.generation = 3;
  session.rotated_at += hours(2);
  db_.Write(InsertSession, session);
  const auto found = db_.Read(FindSession, kOne, session.id);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->organization.text, "org_1");
  EXPECT_EQ(found->subject_kind, model::SubjectKind::kApplication);
  EXPECT_EQ(found->subject_id, "user_1");
  EXPECT_EQ(found->profile, "teletracker");
  EXPECT_EQ(found->generation, 3);
  EXPECT_EQ(found->created_at, kSampleTime);
  EXPECT_EQ(found->granted, model::Bounds());
  EXPECT_EQ(found->access, model::Bounds());
  EXPECT_EQ(found->rotated_at, session.rotated_at);
  EXPECT_EQ(found->expires_at, session.expires_at);
  EXPECT_EQ(found->refresh_expires_at, session.refresh_expires_at);
  EXPECT_EQ(found->ended_at, std::nullopt);
  EXPECT_FALSE(Has(kTwo, "session_1"));
  EXPECT_EQ(db_.WriteCode(InsertSession, session), base::Code::kExists);
}

// The session of an operator is in another environment than the operator, whose id may be that of
// another user there.
TEST_F(SessionsTable, MasqueradesEndByTheEnvironmentOfTheImpersonator) {
  const auto insert = [&](const char* env, std::int64_t number, const char* of) {
    auto session = SampleSession(env, number);
    session.impersonator =
        model::Impersonator{.id = "user_2", .environment = {of}, .name = "bob", .reason = "x"};
    session.impersonated_by = {"session_9"};
    db_.Write(InsertSession, session);
    EXPECT_EQ(db_.Read(FindSession, session.environment, session.id)->impersonator,
              session.impersonator);
  };
  insert("env_1", 1, "env_1");
  insert("env_2", 2, "env_1");
  insert("env_2", 3, "env_2");
  const auto at = kSampleTime + hours(1);
  const auto ended = db_.Write(EndMasquerades, kOne, Masquerades{.impersonator = "user_2"}, at);
  ASSERT_EQ(ended.size(), 2U);
  for (const EndedMasquerade& one : ended) {
    EXPECT_EQ(one.id.text, one.environment == kOne ? "session_1" : "session_2");
  }
  const auto others = db_.Write(EndMasqueradesOf, kTwo, at);
  ASSERT_EQ(others.size(), 1U);
  EXPECT_EQ(others[0].id.text, "session_3");
  EXPECT_TRUE(db_.Write(EndMasqueradesOf, kOne, at).empty()) << "they have ended";
}

TEST_F(SessionsTable, AnUpdateReachesOneSessionOfOneEnvironment) {
  db_.Write(InsertSession, SampleSession("env_1", 1));
  db_.Write(InsertSession, SampleSession("env_2", 1));
  auto changed = SampleSession("env_1", 1);
  changed.organization = {"org_2"};
  changed.generation = 1;
  changed.refresh_expires_at = std::nullopt;
  changed.ended_at = kSampleTime + hours(1);
  changed.subject_id = "somebody else";
  db_.Write(UpdateSession, changed);
  const auto found = db_.Read(FindSession, kOne, changed.id);
  EXPECT_EQ(found->organization.text, "org_2");
  EXPECT_EQ(found->generation, 1);
  EXPECT_EQ(found->refresh_expires_at, std::nullopt);
  EXPECT_EQ(found->ended_at, changed.ended_at);
  EXPECT_EQ(found->subject_id, "user_1");
  EXPECT_EQ(db_.Read(FindSession, kTwo, changed.id)->generation, 0);
  EXPECT_EQ(db_.WriteCode(UpdateSession, SampleSession("env_1", 9)), base::Code::kInternal);
}

TEST_F(SessionsTable, EndSessionsOfEndsOnlyTheLiveSessionsOfTheSubject) {
  db_.Write(InsertSession, SampleSession("env_1", 1));
  db_.Write(InsertSession, SampleSession("env_1", 2));
  db_.Write(InsertSession, SampleSession("env_2", 3));
  auto of_application = SampleSession("env_1", 4);
  of_application.subject_kind = model::SubjectKind::kApplication;
  db_.Write(InsertSession, of_application);
  auto of_another = SampleSession("env_1", 5);
  of_another.subject_id = "user_2";
  db_.Write(InsertSession, of_another);
  auto ended = SampleSession("env_1", 6);
  ended.ended_at = kSampleTime;
  db_.Write(InsertSession, ended);
  auto expired = SampleSession("env_1", 7);
  expired.refresh_expires_at = kSampleTime + hours(2);
  db_.Write(InsertSession, expired);

  const base::Time at = kSampleTime + hours(2);
  EXPECT_EQ(Ended(model::SubjectKind::kUser, "user_1", at),
            (std::vector<std::string>{"session_1", "session_2"}));
  EXPECT_EQ(db_.Read(FindSession, kOne, model::SessionId{"session_1"})->ended_at, at);
  EXPECT_EQ(db_.Read(FindSession, kTwo, model::SessionId{"session_3"})->ended_at, std::nullopt);
  EXPECT_EQ(db_.Read(FindSession, kOne, model::SessionId{"session_6"})->ended_at, kSampleTime);
  EXPECT_TRUE(Ended(model::SubjectKind::kUser, "user_1", at).empty());
}

TEST_F(SessionsTable, ATokenIsFoundByItsWholeHash) {
  db_.Write(InsertSession, SampleSession("env_1", 1));
  auto token = SampleToken("env_1", 1, 7);
  token.use = model::TokenUse::kRefresh;
  token.generation = 2;
  db_.Write(InsertToken, token);
  const auto found = db_.Read(FindTokenByHash, SampleDigest(7));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->environment, kOne);
  EXPECT_EQ(found->session.text, "session_1");
  EXPECT_EQ(found->hash, token.hash);
  EXPECT_EQ(found->use, model::TokenUse::kRefresh);
  EXPECT_EQ(found->generation, 2);
  EXPECT_EQ(found->expires_at, token.expires_at);
  EXPECT_FALSE(db_.Read(FindTokenByHash, SampleDigest(8)).has_value());
}

TEST_F(SessionsTable, TokensThatAgreeInTheFirst64BitsAreDistinguished) {
  db_.Write(InsertSession, SampleSession("env_1", 1));
  auto first = SampleToken("env_1", 1, 7);
  auto second = SampleToken("env_1", 1, 7);
  second.hash[31] = 8;
  second.use = model::TokenUse::kRefresh;
  base::Digest neither = first.hash;
  neither[8] = 9;
  db_.Write(InsertToken, first);
  EXPECT_FALSE(db_.Read(FindTokenByHash, second.hash).has_value());
  db_.Write(InsertToken, second);
  EXPECT_EQ(db_.Read(FindTokenByHash, first.hash)->use, model::TokenUse::kAccess);
  EXPECT_EQ(db_.Read(FindTokenByHash, second.hash)->use, model::TokenUse::kRefresh);
  EXPECT_FALSE(db_.Read(FindTokenByHash, neither).has_value());
}

TEST_F(SessionsTable, ATokenIsUniqueInAllEnvironments) {
  db_.Write(InsertSession, SampleSession("env_1", 1));
  db_.Write(InsertSession, SampleSession("env_2", 1));
  db_.Write(InsertToken, SampleToken("env_1", 1, 7));
  EXPECT_EQ(db_.WriteCode(InsertToken, SampleToken("env_1", 1, 7)), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertToken, SampleToken("env_2", 1, 7)), base::Code::kExists);
}

TEST_F(SessionsTable, ATokenNeedsItsSession) {
  EXPECT_EQ(db_.WriteCode(InsertToken, SampleToken("env_1", 1, 7)), base::Code::kUnavailable);
}

TEST_F(SessionsTable, DeletingAccessTokensKeepsRefreshTokensAndOtherSessions) {
  for (int number : {1, 2}) db_.Write(InsertSession, SampleSession("env_1", number));
  db_.Write(InsertSession, SampleSession("env_2", 1));
  auto refresh = SampleToken("env_1", 1, 2);
  refresh.use = model::TokenUse::kRefresh;
  db_.Write(InsertToken, SampleToken("env_1", 1, 1));
  db_.Write(InsertToken, refresh);
  db_.Write(InsertToken, SampleToken("env_1", 2, 3));
  db_.Write(InsertToken, SampleToken("env_2", 1, 4));
  db_.Write(DeleteSpentTokens, SampleSession("env_1", 1), kSampleTime);
  EXPECT_FALSE(db_.Read(FindTokenByHash, SampleDigest(1)).has_value());
  for (const std::uint8_t kept : std::initializer_list<std::uint8_t>{2, 3, 4}) {
    EXPECT_TRUE(db_.Read(FindTokenByHash, SampleDigest(kept)).has_value()) << int{kept};
  }
}

// Regression: the refresh token rows of a long session were never deleted.
TEST_F(SessionsTable, ASessionKeepsABoundedNumberOfSpentRefreshTokens) {
  model::Session session = SampleSession("env_1", 1);
  db_.Write(InsertSession, session);
  const auto insert = [&](std::uint8_t number, std::int64_t generation, base::Time expires_at) {
    auto token = SampleToken("env_1", 1, number);
    token.use = model::TokenUse::kRefresh;
    token.generation = generation;
    token.expires_at = expires_at;
    db_.Write(InsertToken, token);
  };
  insert(1, 4, kSampleTime + hours(1));
  insert(2, 5, kSampleTime + hours(1));
  insert(3, 6, kSampleTime + milliseconds(1));
  insert(4, 7, kSampleTime);
  session.generation = 5 + kKeptGenerations;
  db_.Write(DeleteSpentTokens, session, kSampleTime);
  const auto has = [&](std::uint8_t number) {
    return db_.Read(FindTokenByHash, SampleDigest(number)).has_value();
  };
  EXPECT_FALSE(has(1)) << "more rotations ago than are kept";
  EXPECT_TRUE(has(2));
  EXPECT_TRUE(has(3));
  EXPECT_FALSE(has(4)) << "expired";
}

TEST_F(SessionsTable, PruningDeletesExpiredSessionsWithTheirTokensInBatches) {
  const base::Time before = kSampleTime + hours(48);
  for (std::uint8_t number = 1; number <= 5; ++number) {
    db_.Write(InsertSession, SampleSession("env_1", number));
    db_.Write(InsertToken, SampleToken("env_1", number, number));
  }
  auto live = SampleSession("env_1", 6);
  live.refresh_expires_at = before;
  db_.Write(InsertSession, live);
  auto ended_lately = SampleSession("env_1", 7);
  ended_lately.ended_at = before + milliseconds(1);
  db_.Write(InsertSession, ended_lately);

  EXPECT_EQ(PruneTable(db_, "sessions", before, 3), 3);
  EXPECT_EQ(PruneTable(db_, "sessions", before, 3), 2);
  EXPECT_EQ(PruneTable(db_, "sessions", before, 3), 0);
  EXPECT_TRUE(Has(kOne, "session_6"));
  EXPECT_TRUE(Has(kOne, "session_7"));
  for (std::uint8_t number = 1; number <= 5; ++number) {
    EXPECT_FALSE(Has(kOne, "session_" + std::to_string(number)));
    EXPECT_FALSE(db_.Read(FindTokenByHash, SampleDigest(number)).has_value());
  }
}

TEST_F(SessionsTable, ASessionThatWasExtendedIsNotPrunedByItsOldExpiry) {
  auto session = SampleSession("env_1", 1);
  db_.Write(InsertSession, session);
  session.refresh_expires_at = kSampleTime + hours(1000);
  db_.Write(UpdateSession, session);
  EXPECT_EQ(PruneTable(db_, "sessions", kSampleTime + hours(48)), 0);
  session.ended_at = kSampleTime;
  db_.Write(UpdateSession, session);
  EXPECT_EQ(PruneTable(db_, "sessions", kSampleTime + hours(48)), 1);
}

}  // namespace
}  // namespace bearward::store
