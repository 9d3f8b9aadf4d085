// WriteTx::ExecuteLater: the statements of many writes, sent together, on either engine.
#include <gtest/gtest.h>

#include <cstdint>
#include <latch>
#include <string>
#include <vector>

#include "store/environments.h"
#include "store/events.h"
#include "store/sessions.h"
#include "testing/memory_store.h"
#include "testing/must.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::SampleSession;

const model::EnvironmentId kEnvironment = {"env_1"};

class StatementsWithoutResult : public ::testing::Test {
 protected:
  StatementsWithoutResult() {
    db_.Write(InsertEnvironment, testing::SampleEnvironment(kEnvironment.text));
  }

  // Results writes sessions, each with an event, in one batch: the first write waits until the
  // others are in the queue.
  std::vector<base::Status> Results(const std::vector<model::Session>& sessions) {
    std::vector<base::Status> results(sessions.size());
    std::latch begun(1);
    std::latch queued(1);
    std::latch answered(static_cast<std::ptrdiff_t>(sessions.size()) + 1);
    db_->Post(
        [&](WriteTx&) -> base::Status {
          begun.count_down();
          queued.wait();
          return {};
        },
        [&](const base::Status&) { answered.count_down(); });
    begun.wait();
    for (std::size_t i = 0; i < sessions.size(); ++i) {
      db_->Post(
          [&, i](WriteTx& tx) -> base::Status {
            BW_TRY(InsertSession(tx, sessions[i]));
            return tx.Append(testing::SampleEvent(kEnvironment.text, sessions[i].id.text));
          },
          [&, i](base::Status status) {
            results[i] = std::move(status);
            answered.count_down();
          });
    }
    queued.count_down();
    answered.wait();
    return results;
  }

  std::vector<std::string> Targets() {
    std::vector<std::string> targets;
    for (const auto& event : db_.Read(ListAllEvents, 0)) targets.push_back(event.target);
    return targets;
  }

  testing::MemoryStore db_;
};

TEST_F(StatementsWithoutResult, RowsOfABatchAreStoredAsTheyWereWritten) {
  std::vector<model::Session> sessions;
  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < 150; ++i) {
    sessions.push_back(SampleSession(kEnvironment.text, i));
    sessions.back().generation = i;
    ids.push_back(sessions.back().id.text);
  }
  for (const base::Status& result : Results(sessions)) EXPECT_TRUE(result);
  for (const model::Session& session : sessions) {
    const auto found = db_.Read(FindSession, kEnvironment, session.id);
    ASSERT_TRUE(found) << session.id.text;
    EXPECT_EQ(found->generation, session.generation);
    EXPECT_EQ(found->expires_at, session.expires_at);
  }
  EXPECT_EQ(Targets(), ids);
}

TEST_F(StatementsWithoutResult, AFailureUndoesItsOwnWriteOnly) {
  std::vector<model::Session> sessions;
  std::vector<std::string> ids;
  for (std::int64_t i = 0; i < 10; ++i) {
    sessions.push_back(SampleSession(kEnvironment.text, i));
    ids.push_back(sessions.back().id.text);
  }
  const std::size_t taken = 7;
  sessions[taken].id = sessions[2].id;
  ids.erase(ids.begin() + taken);
  const auto results = Results(sessions);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (i == taken) {
      EXPECT_EQ(CodeOf(results[i]), base::Code::kExists);
    } else {
      EXPECT_TRUE(results[i]) << i;
    }
  }
  EXPECT_EQ(Targets(), ids);
}

}  // namespace
}  // namespace bearward::store
