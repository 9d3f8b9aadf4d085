// The event chain on every engine: what it proves, and what a program that writes to the database
// without the master key can do.
#include "store/event_chain.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "base/encode.h"
#include "store/chain_check.h"
#include "store/columns.h"
#include "store/event_chain_rows.h"
#include "store/events.h"
#include "store/pruning.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::kSampleTime;
using testing::Must;
using testing::SampleEvent;

class EventChainTest : public ::testing::Test {
 protected:
  // Append adds events, each an hour later than the one before.
  void Append(int count) {
    Must(db_->Write([&](WriteTx& tx) -> base::Status {
      for (int i = 0; i < count; ++i) {
        model::Event event = SampleEvent("env_1", "user_1");
        event.at = kSampleTime + std::chrono::hours(hours_++);
        event.organization = model::OrganizationId{"org_1"};
        event.actor = {.kind = "user",
                       .id = "user_2",
                       .credential_id = "key_1",
                       .origin = {.address = "192.0.2.1", .request_id = "req_1"}};
        event.data = R"({"count":1})";
        BW_TRY(tx.Append(std::move(event)));
      }
      return {};
    }));
  }
  // Tamper runs a statement as another program would, without a write of Bearward.
  void Tamper(std::string_view sql, std::vector<Parameter> values = {}) {
    Must(db_->Write([&](WriteTx& tx) { return Done(tx.Execute(sql, std::span(values))); }));
  }
  ChainReport Check(const EventChain& chain = EventChain(),
                    const std::optional<KnownDigest>& known = {}) {
    return Must(db_->Read([&](ReadTx& tx) { return CheckChain(tx.engine(), chain, known); }));
  }
  EventHead Head() { return Check().head; }
  void Sign() {
    EventCheckpoint checkpoint{.number = Head().number, .digest = Head().digest, .at = kSampleTime};
    EventChain().Sign(checkpoint);
    db_.Write(InsertCheckpoint, checkpoint);
  }
  // Prune deletes the events of the first `hours` hours.
  std::int64_t Prune(int hours, int batch = 100) {
    const base::Time before = kSampleTime + std::chrono::hours(hours);
    return db_.Write(PruneEvents, PruneBounds{.before = before, .now = before}, batch);
  }
  // Rechain alters event `number` and recomputes every digest after it, without the keys.
  void Rechain(std::int64_t number) {
    Tamper("UPDATE events SET target = 'other' WHERE number = ?1", {number});
    Must(db_->Write([&](WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(const auto before, ReadChainedRows(tx.engine(), number - 2, 1));
      base::Digest digest = *before.front().digest();
      BW_TRY_ASSIGN(const auto rows, ReadChainedRows(tx.engine(), number - 1, 1000));
      for (const ChainedRow& row : rows) {
        digest = NextDigest(digest, row.content());
        BW_TRY(Done(tx.Execute("UPDATE events SET digest = ?2 WHERE number = ?1",
                               {row.content().number, BytesOf(digest)})));
      }
      return Done(tx.Execute("UPDATE event_chain SET digest = ?1", {BytesOf(digest)}));
    }));
  }

  testing::MemoryStore db_;
  int hours_ = 0;
};

TEST_F(EventChainTest, AnUntouchedLogIsProved) {
  EXPECT_TRUE(Check().ok()) << "an empty one too";
  Append(3);
  Append(4);
  Sign();
  Append(1);
  const ChainReport report = Check();
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.events, 8);
  EXPECT_EQ(report.oldest, 1);
  EXPECT_EQ(report.head.number, 8);
  EXPECT_EQ(report.head.unproved, 0);
  EXPECT_EQ(report.checkpoints, 1U);
  EXPECT_EQ(report.newest_checkpoint->number, 7);
}

TEST_F(EventChainTest, AChangeOfAnyColumnIsNamed) {
  Append(5);
  for (const std::string column : {"environment_id", "organization_id", "type", "actor_id",
                                   "credential_id", "address", "request_id", "target"}) {
    Tamper(fmt::format("UPDATE events SET {0} = {0} || 'x' WHERE number = 3", column));
    EXPECT_THAT(Check().problems,
                ElementsAre("event 3 was altered, or is in another place than it was"))
        << column;
    Tamper(fmt::format("UPDATE events SET {0} = substr({0}, 1, length({0}) - 1) WHERE number = 3",
                       column));
    EXPECT_TRUE(Check().ok()) << column;
  }
  std::int64_t number = 0;
  for (const std::string change : {"at = at + 1", "actor_kind = 'system'", "data = '{\"count\":2}'",
                                   "organization_id = NULL"}) {
    Tamper("UPDATE events SET " + change + " WHERE number = ?1", {++number});
    EXPECT_THAT(Check().problems,
                Contains(HasSubstr("event " + std::to_string(number) + " was altered")))
        << change;
  }
}

TEST_F(EventChainTest, AFlippedByteOfADigestIsNamed) {
  Append(5);
  Tamper("UPDATE events SET digest = ?1 WHERE number = 3", {Blob{std::string(32, 'x')}});
  EXPECT_THAT(Check().problems, Contains(HasSubstr("event 3 was altered")));
  Tamper("UPDATE events SET digest = NULL WHERE number = 3");
  EXPECT_THAT(Check().problems, ElementsAre("event 3 has no digest"));
}

TEST_F(EventChainTest, MissingEventsAreNamed) {
  Append(9);
  Tamper("DELETE FROM events WHERE number IN (1, 4, 5)");
  EXPECT_THAT(Check().problems, ElementsAre("event 1 is missing", "the events 4 to 5 are missing"));
}

TEST_F(EventChainTest, EventsThatChangedPlacesAreNamed) {
  Append(5);
  Must(db_->Write([](WriteTx& tx) -> base::Status {
    for (const auto& [from, to] : {std::pair(2, 99), std::pair(3, 2), std::pair(99, 3)}) {
      BW_TRY(Done(tx.Execute("UPDATE events SET number = ?2 WHERE number = ?1", {from, to})));
    }
    return {};
  }));
  EXPECT_THAT(Check().problems, Contains(HasSubstr("event 2 was altered, or is in another place")));
  EXPECT_THAT(Check().problems, Contains(HasSubstr("event 3 was altered, or is in another place")));
}

TEST_F(EventChainTest, RecomputedDigestsDifferFromTheSealOfTheHead) {
  Append(5);
  Rechain(3);
  EXPECT_THAT(Check().problems, ElementsAre("the seal of the newest event is forged"));
}

TEST_F(EventChainTest, RecomputedDigestsDifferFromTheNextCheckpoint) {
  Append(3);
  Sign();
  Append(3);
  Sign();
  Append(3);
  Rechain(5);
  EXPECT_THAT(Check().problems,
              Contains(HasSubstr("an event after number 3 and up to 6 was altered, and the digests "
                                 "after it too: the signed checkpoint")));
}

// The server must not heal what another program did.
TEST_F(EventChainTest, AForgedHeadStaysKnownAfterMoreEvents) {
  Append(5);
  Rechain(3);
  Append(2);
  const ChainReport report = Check();
  EXPECT_TRUE(report.head.forged);
  EXPECT_EQ(report.head.unproved, 5);
  EXPECT_THAT(report.problems,
              ElementsAre("the seal of the newest event was forged when the log ended at event 5"));
}

TEST_F(EventChainTest, ARemovedHeadStaysKnownAfterMoreEvents) {
  Append(5);
  Tamper("DELETE FROM event_chain");
  EXPECT_THAT(Check().problems, ElementsAre("the seal of the newest event is missing"));
  Append(1);
  EXPECT_TRUE(Check().head.forged);
  EXPECT_FALSE(Check().ok());
}

// New digests would hide which event was altered.
TEST_F(EventChainTest, TheDigestsOfAForgedLogAreNotComputedAgain) {
  Append(5);
  Tamper("UPDATE events SET target = 'x' WHERE number = 3");
  Tamper("DELETE FROM event_chain");
  Append(2);
  const ChainReport report = Check();
  EXPECT_EQ(report.head.number, 7);
  EXPECT_EQ(report.head.unproved, 5);
  EXPECT_THAT(report.problems,
              ElementsAre("event 3 was altered, or is in another place than it was",
                          "the seal of the newest event was forged when the log ended at event 5"));
}

TEST_F(EventChainTest, AHeadThatIsRemovedAfterPruningStopsNoWrite) {
  Append(8);
  EXPECT_EQ(Prune(3), 3);
  Tamper("DELETE FROM event_chain");
  Must(db_->ChainLog());
  Append(1);
  EXPECT_THAT(Check().problems,
              ElementsAre("the seal of the newest event was forged when the log ended at event 8"));
  EXPECT_EQ(Prune(5), 2);
  EXPECT_EQ(Check().pruned, 5);
}

TEST_F(EventChainTest, AForgedRecordOfTheSameNumbersStopsNoPruning) {
  Append(8);
  Tamper(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "VALUES (1, 2, ?1, ?1, ?1)",
      {Blob{std::string(32, 'x')}});
  EXPECT_EQ(Prune(4), 4);
  EXPECT_THAT(Check().problems, Contains("the record that events 1 to 2 were pruned is forged"));
}

// The number of a head without a valid seal is what another program wants it to be.
TEST_F(EventChainTest, TheNumberOfAForgedHeadIsNotObeyed) {
  Append(5);
  Tamper("UPDATE event_chain SET number = ?1", {std::numeric_limits<std::int64_t>::max()});
  EXPECT_THAT(Check().problems, ElementsAre("the seal of the newest event is forged"));
  Append(1);
  EXPECT_EQ(Must(db_->Read(LastEventNumber)), 6);
  EXPECT_EQ(Head().number, 6);
  EXPECT_EQ(Head().unproved, 5);
}

TEST_F(EventChainTest, AForgedRecordOfAllNumbersIsNamed) {
  Append(3);
  constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();
  const Blob any{std::string(32, 'x')};
  Tamper(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "VALUES (?1, ?2, ?3, ?3, ?3)",
      {1, kLast, any});
  Tamper(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "VALUES (?1, ?1, ?2, ?2, ?2)",
      {kLast, any});
  const ChainReport report = Check();
  EXPECT_THAT(report.problems, Contains(HasSubstr("were pruned is forged")));
  EXPECT_EQ(report.pruned, 0);
}

TEST_F(EventChainTest, AFailureOfTheStorageIsNotAMissingChain) {
  Append(1);
  Tamper("ALTER TABLE event_gaps RENAME TO gaps_elsewhere");
  const auto broken = db_->Read([](ReadTx& tx) { return CheckChain(tx.engine(), EventChain()); });
  Tamper("ALTER TABLE gaps_elsewhere RENAME TO event_gaps");  // the schema serves other tests too
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().reason, "chain_missing");
}

TEST_F(EventChainTest, ASchemaWithoutTheChainIsNamed) {
  Append(1);
  Tamper("UPDATE schema_version SET name = 'x' WHERE name = '0044_event_chain'");
  const auto earlier = db_->Read([](ReadTx& tx) { return CheckChain(tx.engine(), EventChain()); });
  Tamper("UPDATE schema_version SET name = '0044_event_chain' WHERE name = 'x'");
  ASSERT_FALSE(earlier);
  EXPECT_EQ(earlier.error().reason, "chain_missing");
}

TEST_F(EventChainTest, RemovedNewestEventsAreMissing) {
  Append(5);
  Tamper("DELETE FROM events WHERE number >= 4");
  EXPECT_THAT(Check().problems, ElementsAre("the events 4 to 5 are missing"));
}

// This is all that the database alone can prove; a digest that was kept elsewhere proves more.
TEST_F(EventChainTest, AnEarlierStateIsOnlyKnownByADigestThatWasKeptElsewhere) {
  Append(3);
  const EventHead earlier = Head();
  const base::Digest seal = EventChain().SealOf(earlier);
  Append(3);
  const KnownDigest known{.number = 6, .digest = Head().digest};
  EXPECT_TRUE(Check(EventChain(), known).ok());
  EXPECT_THAT(Check(EventChain(), KnownDigest{.number = 6}).problems,
              ElementsAre("an event up to number 6 was altered: the given digest differs"));
  Must(db_->Write([&](WriteTx& tx) -> base::Status {
    BW_TRY(Done(tx.Execute("DELETE FROM events WHERE number > 3")));
    return Done(tx.Execute("UPDATE event_chain SET number = 3, digest = ?1, seal = ?2",
                           {BytesOf(earlier.digest), BytesOf(seal)}));
  }));
  EXPECT_TRUE(Check().ok());
  EXPECT_THAT(Check(EventChain(), known).problems,
              ElementsAre("the log ends at event 3, before event 6 whose digest is known"));
}

TEST_F(EventChainTest, AnAddedEventIsNamedAndStaysUnproved) {
  Append(3);
  Tamper(
      "INSERT INTO events (number, environment_id, type, actor_kind, actor_id, target, at, data) "
      "VALUES (4, 'env_1', 'user.created', 'system', '', 'x', 1, '{}')");
  EXPECT_THAT(Check().problems, ElementsAre("event 4 was not added by Bearward"));
  Append(1);
  EXPECT_TRUE(Check().ok());
  EXPECT_EQ(Check().head.unproved, 4);
}

// An old head with a valid seal must not let altered events be chained again unnoticed.
TEST_F(EventChainTest, AnEarlierHeadBeforeChainedEventsIsForged) {
  Append(3);
  const EventHead earlier = Head();
  const base::Digest seal = EventChain().SealOf(earlier);
  Append(3);
  Tamper("UPDATE event_chain SET number = 3, digest = ?1, seal = ?2",
         {BytesOf(earlier.digest), BytesOf(seal)});
  Append(1);
  EXPECT_TRUE(Check().head.forged);
}

TEST_F(EventChainTest, EventsOfAnEarlierVersionAreTakenInAndProvedFromThenOn) {
  Append(6);
  Tamper("UPDATE events SET digest = NULL");
  Tamper("DELETE FROM events WHERE number IN (1, 2, 4)");
  Tamper("DELETE FROM event_chain");
  Append(2);
  ChainReport report = Check();
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.head.unproved, 6);
  EXPECT_EQ(report.pruned, 3) << "numbers that were missing before";
  Tamper("UPDATE events SET target = 'x' WHERE number = 5");
  EXPECT_THAT(Check().problems, ElementsAre(HasSubstr("event 5 was altered")));
}

TEST_F(EventChainTest, PrunedEventsLeaveTheRestProved) {
  Append(10);
  EXPECT_EQ(Prune(3), 3);
  EXPECT_EQ(Prune(6, 2), 2);
  EXPECT_EQ(Prune(6, 2), 1);
  const ChainReport report = Check();
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.oldest, 7);
  EXPECT_EQ(report.pruned, 6);
  Tamper("UPDATE events SET target = 'x' WHERE number = 7");
  EXPECT_THAT(Check().problems, ElementsAre(HasSubstr("event 7 was altered")));
}

// Events of a time when the clock was ahead are kept between pruned ones.
TEST_F(EventChainTest, AKeptEventBetweenPrunedOnesIsProved) {
  Append(2);
  hours_ = 100;
  Append(1);
  hours_ = 2;
  Append(7);
  EXPECT_EQ(Prune(6), 6);
  EXPECT_THAT(Check().problems, IsEmpty());
  EXPECT_EQ(Check().events, 4);
  Tamper("UPDATE events SET target = 'x' WHERE number = 3");
  EXPECT_THAT(Check().problems, Contains(HasSubstr("event 3 was altered")));
  Tamper("UPDATE events SET target = 'user_1' WHERE number = 3");
  EXPECT_EQ(Prune(200), 3);
  EXPECT_THAT(Check().problems, IsEmpty());
  EXPECT_EQ(Check().pruned, 9);
}

TEST_F(EventChainTest, DeletedEventsCannotPassForPrunedOnes) {
  Append(6);
  Tamper("DELETE FROM events WHERE number <= 2");
  Tamper(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "SELECT 1, 2, ?1, ?1, ?1 FROM event_chain",
      {Blob{std::string(32, '\0')}});
  EXPECT_THAT(Check().problems, Contains("the record that events 1 to 2 were pruned is forged"));
}

TEST_F(EventChainTest, PruningDoesNotHideAnAlteredEvent) {
  Append(8);
  Tamper("UPDATE events SET target = 'x' WHERE number = 3");
  EXPECT_EQ(Prune(6), 6);
  EXPECT_THAT(Check().problems, ElementsAre("event 3 is missing"));
}

TEST_F(EventChainTest, PruningDoesNotHideADeletedEvent) {
  Append(8);
  Tamper("DELETE FROM events WHERE number = 1");
  EXPECT_EQ(Prune(4), 3);
  EXPECT_FALSE(Check().ok());
}

// Otherwise the server would seal what another program has written.
TEST_F(EventChainTest, PruningDoesNotContinueAForgedRecord) {
  Append(8);
  Tamper(
      "INSERT INTO event_gaps (first_number, last_number, previous, digest, seal) "
      "SELECT 1, 4, ?1, digest, ?1 FROM events WHERE number = 4",
      {Blob{std::string(32, '\0')}});
  Tamper("DELETE FROM events WHERE number <= 4");
  EXPECT_EQ(Prune(6), 2);
  EXPECT_THAT(Check().problems, Contains("the record that events 1 to 4 were pruned is forged"));
}

TEST_F(EventChainTest, AForgedCheckpointIsNamed) {
  Append(3);
  Sign();
  Tamper("UPDATE event_checkpoints SET at = at + 1");
  EXPECT_THAT(Check().problems, ElementsAre("the checkpoint of event 3 is forged"));
}

TEST_F(EventChainTest, ACheckpointAfterTheEndOfTheLogIsNamed) {
  Append(3);
  EventCheckpoint checkpoint{.number = 9, .digest = {}, .at = kSampleTime};
  EventChain().Sign(checkpoint);
  db_.Write(InsertCheckpoint, checkpoint);
  EXPECT_THAT(Check().problems, ElementsAre(HasSubstr("the log ends at event 3, before event 9")));
}

TEST_F(EventChainTest, AnotherSecretProvesNothing) {
  Append(3);
  Sign();
  const ChainReport report = Check(EventChain(base::Secret("another")));
  EXPECT_THAT(report.problems, ElementsAre("the checkpoint of event 3 is forged",
                                           "the seal of the newest event is forged"));
}

TEST_F(EventChainTest, ManyProblemsAreCountedAndTheFirstAreNamed) {
  Append(250);
  Tamper("UPDATE events SET target = 'x'");
  const ChainReport report = Check();
  EXPECT_EQ(report.problem_count, 250U);
  EXPECT_EQ(report.problems.size(), ChainReport::kMaxProblems);
}

TEST_F(EventChainTest, AFailedWriteLeavesTheChainAsItWas) {
  Append(2);
  const EventHead before = Head();
  (void)db_->Write([](WriteTx& tx) -> base::Status {
    BW_TRY(tx.Append(SampleEvent("env_1", "user_1")));
    return base::Fail(base::Conflict("no", "No."));
  });
  EXPECT_EQ(Head(), before);
  Append(1);
  EXPECT_TRUE(Check().ok());
}

TEST(EventDigest, ValuesThatMoveBetweenColumnsChangeIt) {
  const EventContent one{.number = 1, .environment = "ab", .type = "c", .at = 2, .data = "{}"};
  EventContent other = one;
  other.environment = "a";
  other.type = "bc";
  EXPECT_NE(NextDigest({}, one), NextDigest({}, other));
  other = one;
  other.organization = "";
  EXPECT_NE(NextDigest({}, one), NextDigest({}, other)) << "an empty text is not NULL";
  other = one;
  std::swap(other.number, other.at);
  EXPECT_NE(NextDigest({}, one), NextDigest({}, other));
}

// Databases hold these digests, so they must never change.
TEST(EventDigest, TheEncodingIsThatOfTheDocument) {
  const EventContent event{.number = 1,
                           .environment = "env_1",
                           .organization = "org_1",
                           .type = "user.created",
                           .actor_kind = "system",
                           .target = "user_1",
                           .at = 1000,
                           .data = "{}"};
  EXPECT_EQ(base::HexEncode(base::AsBytes(NextDigest({}, event))),
            "529e125ffbbcef19e9c9e8416de03a5639b367115dd9876f9b6ddf863a59dc91");
}

}  // namespace
}  // namespace bearward::store
