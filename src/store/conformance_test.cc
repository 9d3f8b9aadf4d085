// Conformance suite of the Engine interface, run for every implementation.
#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "store/chain_check.h"
#include "store/columns.h"
#include "store/engine.h"
#include "store/environments.h"
#include "store/events.h"
#include "store/store.h"
#include "testing/must.h"
#include "testing/postgres_server.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::store {
namespace {

using testing::CodeOf;
using testing::Must;
using testing::SampleEnvironment;
using testing::SampleEvent;

struct EngineRow {
  const char* name;
  EngineSource (*make)(const testing::TempDir& folder);
  // forgets is the reason why the data does not survive the store; nullptr where it must survive.
  const char* forgets;
};

constexpr EngineRow kEngines[] = {
    {"SqliteFile",
     [](const testing::TempDir& folder) { return SqliteFile(folder.File("store.db"), 2); },
     nullptr},
    {"SqliteMemory", [](const testing::TempDir&) { return SqliteMemory(); },
     "a database in memory ends with its connection"},
    {"Postgres",
     [](const testing::TempDir&) {
       return Postgres(testing::PostgresServer::Shared().Options(), 2);
     },
     nullptr},
};

Rows Sql(Engine& engine, std::string_view sql, std::vector<Parameter> values = {}) {
  return Must(engine.Execute(sql, values));
}

class EngineConformance : public ::testing::TestWithParam<EngineRow> {
 protected:
  EngineConformance() : engine_(Must(source_.open(true))) {
    Sql(*engine_, "CREATE TABLE things (id INTEGER NOT NULL PRIMARY KEY, text TEXT, bytes BLOB)");
  }
  std::int64_t Count() { return Must(ReadInteger(engine_->Execute(kCount, {}))); }

  static constexpr std::string_view kCount = "SELECT count(*) FROM things";
  static constexpr std::string_view kInsert = "INSERT INTO things (id) VALUES (?1)";
  testing::TempDir folder_;
  EngineSource source_ = GetParam().make(folder_);
  std::unique_ptr<Engine> engine_;
};

TEST_P(EngineConformance, ValuesAreReadBackUnchanged) {
  const std::string bytes("\0\xff\n", 3);
  Sql(*engine_, "INSERT INTO things (id, text, bytes) VALUES (?1, ?2, ?3)",
      {std::int64_t{INT64_MIN}, "it's \"\xc3\xa9\"; --", Blob{bytes}});
  Sql(*engine_, "INSERT INTO things (id, text, bytes) VALUES (?1, ?2, ?3)",
      {std::int64_t{INT64_MAX}, "", Blob{}});
  Sql(*engine_, "INSERT INTO things (id, text, bytes) VALUES (?1, ?2, ?3)",
      {0, std::monostate(), std::monostate()});

  const Rows rows = Sql(*engine_, "SELECT id, text, bytes FROM things ORDER BY id");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(std::get<std::int64_t>(rows[0][0]), INT64_MIN);
  EXPECT_EQ(std::get<std::string>(rows[0][1]), "it's \"\xc3\xa9\"; --");
  EXPECT_EQ(std::get<Blob>(rows[0][2]).bytes, bytes);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(rows[1][1]));
  EXPECT_TRUE(std::holds_alternative<std::monostate>(rows[1][2]));
  EXPECT_EQ(std::get<std::int64_t>(rows[2][0]), INT64_MAX);
  EXPECT_EQ(std::get<std::string>(rows[2][1]), "");
  EXPECT_EQ(std::get<Blob>(rows[2][2]).bytes, "");
}

TEST_P(EngineConformance, CommitKeepsChangesAndRollBackUndoesThem) {
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {1});
  Must(engine_->Commit());
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {2});
  EXPECT_EQ(Count(), 2);
  engine_->RollBack();
  EXPECT_EQ(Count(), 1);
}

TEST_P(EngineConformance, RollBackWithoutATransactionIsSafe) {
  engine_->RollBack();
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {1});
  Must(engine_->Commit());
  engine_->RollBack();
  EXPECT_EQ(Count(), 1);
}

TEST_P(EngineConformance, ARollbackToASavepointUndoesOnlyLaterChanges) {
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {1});
  Sql(*engine_, "SAVEPOINT here");
  Sql(*engine_, kInsert, {2});
  Sql(*engine_, "ROLLBACK TO SAVEPOINT here");
  Sql(*engine_, "RELEASE SAVEPOINT here");
  Sql(*engine_, kInsert, {3});
  Must(engine_->Commit());
  EXPECT_EQ(Count(), 2);
}

TEST_P(EngineConformance, AUniquenessViolationIsExistsAndTheTransactionContinues) {
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {1});
  Sql(*engine_, "SAVEPOINT here");
  const std::array<Parameter, 1> one = {1};
  EXPECT_EQ(CodeOf(engine_->Execute(kInsert, one)), base::Code::kExists);
  Sql(*engine_, "ROLLBACK TO SAVEPOINT here");
  Sql(*engine_, kInsert, {2});
  Must(engine_->Commit());
  EXPECT_EQ(Count(), 2);
}

TEST_P(EngineConformance, EveryOtherFailureIsUnavailableAndNotRetryable) {
  const std::array<Parameter, 1> one = {1};
  const std::array<Parameter, 1> null = {std::monostate()};
  for (const auto& failure :
       {engine_->Execute("SELECT nothing FROM nowhere", {}), engine_->Execute("SELEC 1", {}),
        engine_->Execute("", {}), engine_->Execute("SELECT 1; SELECT 2", {}),
        engine_->Execute("SELECT 1", one), engine_->Execute("SELECT ?1", {}),
        engine_->Execute("INSERT INTO things (id, text) SELECT ?1, NULL WHERE 0", {}),
        engine_->Execute("UPDATE things SET id = ?1 WHERE id = nothing", null)}) {
    EXPECT_EQ(CodeOf(failure), base::Code::kUnavailable);
    EXPECT_FALSE(engine_->IsRetryable(failure.error()));
  }
}

// A secret bound to a statement must not appear in the error of that statement, because errors are
// logged.
TEST_P(EngineConformance, ErrorsDoNotQuoteBoundValues) {
  Sql(*engine_, "CREATE TABLE words (word TEXT NOT NULL UNIQUE CHECK (word <> 'hunter2'))");
  const std::array<Parameter, 1> taken = {"correct horse"};
  const std::array<Parameter, 1> refused = {"hunter2"};
  Sql(*engine_, "INSERT INTO words (word) VALUES (?1)", {"correct horse"});
  for (const auto& values : {taken, refused}) {
    const auto failure = engine_->Execute("INSERT INTO words (word) VALUES (?1)", values);
    ASSERT_FALSE(failure.has_value());
    EXPECT_EQ(failure.error().detail.find("correct horse"), std::string::npos);
    EXPECT_EQ(failure.error().public_text.find("correct horse"), std::string::npos);
  }
}

// Incident class D4: a text that is truncated at NUL would equal another text.
TEST_P(EngineConformance, ATextWithNulMatchesNoOther) {
  Sql(*engine_, "INSERT INTO things (id, text) VALUES (?1, ?2)", {1, "ann"});
  const std::array<Parameter, 1> longer = {std::string("ann\0x", 5)};
  const auto rows = engine_->Execute("SELECT id FROM things WHERE text = ?1", longer);
  EXPECT_TRUE(!rows || rows->empty());
  const std::array<Parameter, 1> ann = {"ann"};
  EXPECT_EQ(Must(engine_->Execute("SELECT id FROM things WHERE text = ?1", ann)).size(), 1u);
}

TEST_P(EngineConformance, MaintainChangesNoData) {
  Must(engine_->Begin(true));
  Sql(*engine_, kInsert, {1});
  Must(engine_->Commit());
  engine_->Maintain(true);
  engine_->Maintain(false);
  EXPECT_EQ(Count(), 1);
}

class StoreConformance : public ::testing::TestWithParam<EngineRow> {
 protected:
  // Some writes are large, and no test is about the time that they take.
  StoreConformance() {
    source_.wait = std::chrono::minutes(1);
    store_ = Must(Store::Open(source_));
  }

  std::vector<std::string> Names() {
    std::vector<std::string> names;
    for (const auto& environment : Must(store_->Read(ListEnvironments))) {
      names.push_back(environment.id.text);
    }
    return names;
  }
  base::Status Insert(const std::string& env) {
    return store_->Write(
        [&](WriteTx& tx) { return InsertEnvironment(tx, SampleEnvironment(env)); });
  }

  testing::TempDir folder_;
  EngineSource source_ = GetParam().make(folder_);
  std::unique_ptr<Store> store_;
};

TEST_P(StoreConformance, AWriteIsSeenByTheNextRead) {
  Must(Insert("env_1"));
  EXPECT_EQ(Names(), std::vector<std::string>{"env_1"});
}

TEST_P(StoreConformance, AWriteReturnsTheValueOfItsClosure) {
  EXPECT_EQ(Must(store_->Write([](WriteTx&) -> base::Result<int> { return 42; })), 42);
}

TEST_P(StoreConformance, AnErrorUndoesTheWholeClosure) {
  const auto status = store_->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(InsertEnvironment(tx, SampleEnvironment("env_1")));
    BW_TRY(tx.Append(SampleEvent("env_1", "user_1")));
    return base::Fail(base::Conflict("changed_my_mind", "Not today."));
  });
  ASSERT_EQ(CodeOf(status), base::Code::kConflict);
  EXPECT_EQ(status.error().reason, "changed_my_mind");
  EXPECT_TRUE(Names().empty());
  EXPECT_EQ(Must(store_->Read(LastEventNumber)), 0);
}

TEST_P(StoreConformance, AnExceptionUndoesTheWholeClosureAndIsInternal) {
  const auto status = store_->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(InsertEnvironment(tx, SampleEnvironment("env_1")));
    throw std::runtime_error("a defect");
  });
  EXPECT_EQ(CodeOf(status), base::Code::kInternal);
  EXPECT_TRUE(Names().empty());
  EXPECT_EQ(
      CodeOf(store_->Read([](ReadTx&) -> base::Status { throw std::runtime_error("a defect"); })),
      base::Code::kInternal);
  Must(Insert("env_2"));
}

TEST_P(StoreConformance, AReadCannotChangeAnything) {
  const std::string_view sql = "DELETE FROM environments";
  Must(Insert("env_1"));
  (void)store_->Read([&](ReadTx& tx) { return Done(tx.Execute(sql)); });
  EXPECT_EQ(Names(), std::vector<std::string>{"env_1"});
}

TEST_P(StoreConformance, AUniquenessViolationKeepsTheOtherWritesOfTheBatch) {
  Must(Insert("env_1"));
  std::vector<std::jthread> threads;
  std::array<base::Code, 8> codes{};
  for (std::size_t i = 0; i < codes.size(); ++i) {
    threads.emplace_back([&, i] {
      const auto status = Insert(i % 2 == 0 ? "env_1" : "env_new" + std::to_string(i));
      codes.at(i) = status ? base::Code::kInvalid : status.error().code;
    });
  }
  threads.clear();
  for (std::size_t i = 0; i < codes.size(); ++i) {
    EXPECT_EQ(codes.at(i), i % 2 == 0 ? base::Code::kExists : base::Code::kInvalid) << i;
  }
  EXPECT_EQ(Names().size(), 5u);
}

TEST_P(StoreConformance, EventsAreNumberedWithoutGapsAroundFailedClosures) {
  for (int i = 0; i < 6; ++i) {
    (void)store_->Write([&](WriteTx& tx) -> base::Status {
      BW_TRY(tx.Append(SampleEvent("env_1", "first of " + std::to_string(i))));
      BW_TRY(tx.Append(SampleEvent("env_1", "second of " + std::to_string(i))));
      if (i % 2 == 1) return base::Fail(base::Conflict("odd", "Odd ones fail."));
      return {};
    });
  }
  const auto events = Must(store_->Read(
      [](ReadTx& tx) { return ListEvents(tx, model::EnvironmentId{"env_1"}, 0, 100); }));
  ASSERT_EQ(events.size(), 6u);
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].number, static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(events[5].target, "second of 4");
}

TEST_P(StoreConformance, ListenersReceiveCommittedEventsInOrderBeforeTheWriteIsAnswered) {
  std::vector<std::string> heard;
  store_->OnCommit([&](std::span<const model::Event> events) {
    for (const auto& event : events) {
      heard.push_back("1st " + std::to_string(event.number) + " " + event.target);
    }
  });
  store_->OnCommit([&](std::span<const model::Event> events) {
    heard.push_back("2nd " + std::to_string(events.size()));
  });
  Must(store_->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(tx.Append(SampleEvent("env_1", "a")));
    return tx.Append(SampleEvent("env_1", "b"));
  }));
  EXPECT_EQ(heard, (std::vector<std::string>{"1st 1 a", "1st 2 b", "2nd 2"}));

  heard.clear();
  (void)store_->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(tx.Append(SampleEvent("env_1", "c")));
    return base::Fail(base::Conflict("no", "No."));
  });
  Must(Insert("env_1"));
  EXPECT_TRUE(heard.empty());
}

TEST_P(StoreConformance, CommitIsCountedBeforeTheWriteIsAnsweredAndReadsAreNotCounted) {
  const std::uint64_t before = store_->commits();
  Must(Insert("env_1"));
  EXPECT_GT(store_->commits(), before);
  const std::uint64_t after = store_->commits();
  Must(store_->Read([](ReadTx& tx) { return LastEventNumber(tx); }));
  EXPECT_EQ(store_->commits(), after);
}

TEST_P(StoreConformance, DataOutlivesTheStoreUnlessExcluded) {
  Must(Insert("env_1"));
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "before")); }));
  store_.reset();
  store_ = Must(Store::Open(source_));
  if (GetParam().forgets != nullptr) {
    EXPECT_TRUE(Names().empty()) << GetParam().forgets;
    return;
  }
  EXPECT_EQ(Names(), std::vector<std::string>{"env_1"});
  std::int64_t number = 0;
  store_->OnCommit([&](std::span<const model::Event> events) { number = events.front().number; });
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "after")); }));
  EXPECT_EQ(number, 2);
}

ChainReport CheckedChain(Store& store) {
  return Must(store.Read([](ReadTx& tx) { return CheckChain(tx.engine(), EventChain()); }));
}

TEST_P(StoreConformance, AReopenedStoreContinuesTheChain) {
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "before")); }));
  store_.reset();
  store_ = Must(Store::Open(source_));
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "after")); }));
  const ChainReport report = CheckedChain(*store_);
  EXPECT_TRUE(report.ok()) << report.problems.front();
  EXPECT_EQ(report.head.unproved, 0);
  EXPECT_EQ(report.events, GetParam().forgets != nullptr ? 1 : 2);
}

TEST_P(StoreConformance, RemovedNewestEventsOfTheChainStayMissing) {
  if (GetParam().forgets != nullptr) return;
  for (int i = 0; i < 5; ++i) {
    Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "before")); }));
  }
  Must(store_->Write(
      [](WriteTx& tx) { return Done(tx.Execute("DELETE FROM events WHERE number >= 4")); }));
  store_.reset();
  store_ = Must(Store::Open(source_));
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "after")); }));
  EXPECT_EQ(Must(store_->Read(LastEventNumber)), 6);
  EXPECT_EQ(CheckedChain(*store_).problems,
            std::vector<std::string>{"the events 4 to 5 are missing"});
}

TEST_P(StoreConformance, EventsFromBeforeTheChainAreTakenInByChainLog) {
  if (GetParam().forgets != nullptr) return;
  constexpr int kMoreThanAPage = 5100;
  Must(store_->Write([](WriteTx& tx) -> base::Status {
    for (int i = 0; i < kMoreThanAPage; ++i) BW_TRY(tx.Append(SampleEvent("env_1", "before")));
    BW_TRY(Done(tx.Execute("UPDATE events SET digest = NULL")));
    return Done(tx.Execute("DELETE FROM events WHERE number <= 10"));
  }));
  Must(store_->Write([](WriteTx& tx) { return Done(tx.Execute("DELETE FROM event_chain")); }));
  store_.reset();
  store_ = Must(Store::Open(source_));
  EXPECT_FALSE(CheckedChain(*store_).ok()) << "the master key is not checked yet";
  Must(store_->ChainLog());
  const ChainReport report = CheckedChain(*store_);
  EXPECT_TRUE(report.ok()) << report.problems.front();
  EXPECT_EQ(report.head.number, kMoreThanAPage);
  EXPECT_EQ(report.head.unproved, kMoreThanAPage);
  EXPECT_EQ(report.pruned, 10);
}

TEST_P(StoreConformance, AWriteChainsAllEventsFromBeforeTheChain) {
  constexpr int kMoreThanAPage = 5100;
  Must(store_->Write([](WriteTx& tx) -> base::Status {
    for (int i = 0; i < kMoreThanAPage; ++i) BW_TRY(tx.Append(SampleEvent("env_1", "before")));
    return Done(tx.Execute("UPDATE events SET digest = NULL"));
  }));
  Must(store_->Write([](WriteTx& tx) { return Done(tx.Execute("DELETE FROM event_chain")); }));
  Must(store_->Write([](WriteTx& tx) { return tx.Append(SampleEvent("env_1", "after")); }));
  const ChainReport report = CheckedChain(*store_);
  EXPECT_TRUE(report.ok()) << report.problems.front();
  EXPECT_EQ(report.head.number, kMoreThanAPage + 1);
  EXPECT_EQ(report.head.unproved, kMoreThanAPage);
}

TEST_P(StoreConformance, PingAnswers) { EXPECT_TRUE(store_->Ping().has_value()); }

std::string NameOf(const ::testing::TestParamInfo<EngineRow>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Engines, EngineConformance, ::testing::ValuesIn(kEngines), NameOf);
INSTANTIATE_TEST_SUITE_P(Engines, StoreConformance, ::testing::ValuesIn(kEngines), NameOf);

}  // namespace
}  // namespace bearward::store
