#include "events/events.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "testing/cast.h"

namespace bearward::events {
namespace {

using model::EventType;
using testing::CodeOf;
using testing::Must;
using Numbers = std::vector<std::int64_t>;

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() {
    cast_.world.AddRole(cast_.production, "auditor", {"events:read"});
    auditor_ = cast_.world.AddUser(cast_.production, {cast_.acme, "audrey", {"auditor"}});
    start_ = cast_.LastEvent();
  }

  // Put appends an event and returns its number.
  std::int64_t Put(EventType type, const model::EnvironmentId& environment,
                   const std::optional<model::OrganizationId>& organization,
                   const std::string& target = "t", const std::string& actor = "someone") {
    const model::EventBy by(environment, {.kind = "user", .id = actor}, cast_.world.clock.Now());
    Must(cast_.world.store->Write(
        [&](store::WriteTx& tx) { return tx.Append(by.Make(type, target, organization)); }));
    cast_.world.clock.Advance(std::chrono::seconds(1));
    return cast_.LastEvent();
  }
  std::int64_t PutOfAcme() { return Put(EventType::kUserUpdated, cast_.production, cast_.acme); }

  static Numbers NumbersOf(const store::EventPage& page) {
    Numbers numbers;
    for (const model::Event& event : page.events) numbers.push_back(event.number);
    return numbers;
  }
  // List returns the numbers of the events that this test has appended, newest first.
  Numbers List(const model::Caller& caller, store::EventQuery query = {}) {
    query.before = std::nullopt;
    query.limit = 100;
    Numbers numbers = NumbersOf(Must(events_.List(caller, query)));
    std::erase_if(numbers, [&](std::int64_t number) { return number <= start_; });
    return numbers;
  }

  testing::Cast cast_;
  Events events_{*cast_.world.store};
  model::UserId auditor_;
  model::Caller key_ = cast_.As(cast_.production);
  std::int64_t start_ = 0;
};

TEST_F(EventsTest, AKeySeesAllEventsOfItsEnvironmentAndNoOther) {
  const auto acme = PutOfAcme();
  const auto none = Put(EventType::kUserUpdated, cast_.production, std::nullopt);
  const auto foreign = Put(EventType::kUserUpdated, cast_.sandbox, cast_.initech);
  EXPECT_EQ(List(key_), (Numbers{none, acme}));
  EXPECT_EQ(List(cast_.As(cast_.sandbox)), Numbers{foreign});
}

TEST_F(EventsTest, AMemberSeesTheEventsOfItsOrganizationOnly) {
  const model::Caller auditor = cast_.As(auditor_);
  start_ = cast_.LastEvent();
  const auto own = PutOfAcme();
  Put(EventType::kUserUpdated, cast_.production, cast_.globex);
  Put(EventType::kUserUpdated, cast_.production, std::nullopt);
  store::EventQuery query;
  query.organization = cast_.globex;
  EXPECT_EQ(List(auditor), Numbers{own});
  EXPECT_EQ(List(auditor, query), Numbers{own});
}

TEST_F(EventsTest, OneEventIsReadByItsNumberUnderTheSameRules) {
  const model::Caller auditor = cast_.As(auditor_);
  const auto own = PutOfAcme();
  const auto globex = Put(EventType::kUserUpdated, cast_.production, cast_.globex, "g");
  const auto none = Put(EventType::kUserUpdated, cast_.production, std::nullopt);
  const auto foreign = Put(EventType::kUserUpdated, cast_.sandbox, cast_.initech);
  EXPECT_EQ(Must(events_.Get(auditor, own)).number, own);
  EXPECT_EQ(Must(events_.Get(key_, globex)).target, "g");
  EXPECT_EQ(Must(events_.Get(key_, none)).number, none);
  for (const std::int64_t hidden : {globex, none, foreign, foreign + 1, std::int64_t{0}}) {
    const auto refused = events_.Get(auditor, hidden);
    ASSERT_FALSE(refused) << hidden;
    EXPECT_EQ(refused.error().reason, "event_not_found") << hidden;
  }
  // The next event of the environment is not the one that was asked for.
  EXPECT_EQ(CodeOf(events_.Get(cast_.As(cast_.sandbox), globex)), base::Code::kNotFound);
  EXPECT_EQ(CodeOf(events_.Get(cast_.As(cast_.bob), own)), base::Code::kDenied);
}

TEST_F(EventsTest, ACallerWithoutThePermissionIsRefused) {
  EXPECT_EQ(CodeOf(events_.List(cast_.As(cast_.bob), {})), base::Code::kDenied);
  EXPECT_EQ(CodeOf(events_.List(cast_.As(cast_.exporter), {})), base::Code::kDenied);
}

TEST_F(EventsTest, FiltersSelectTypeActorTargetAndTime) {
  const auto created = Put(EventType::kUserCreated, cast_.production, cast_.acme, "u1", "ann");
  const base::Time between = cast_.world.clock.Now();
  const auto updated = Put(EventType::kUserUpdated, cast_.production, cast_.acme, "u2", "bob");
  const auto ended = Put(EventType::kSessionEnded, cast_.production, cast_.acme, "u1", "bob");
  const auto with = [&](auto change) {
    store::EventQuery query;
    change(query);
    return List(key_, query);
  };
  EXPECT_EQ(with([](auto& q) { q.types = {EventType::kUserUpdated}; }), Numbers{updated});
  EXPECT_EQ(with([](auto& q) { q.types = {EventType::kUserCreated, EventType::kSessionEnded}; }),
            (Numbers{ended, created}));
  EXPECT_EQ(with([](auto& q) { q.actor = "bob"; }), (Numbers{ended, updated}));
  EXPECT_EQ(with([](auto& q) { q.target = "u1"; }), (Numbers{ended, created}));
  EXPECT_EQ(with([&](auto& q) { q.from = between; }), (Numbers{ended, updated}));
  EXPECT_EQ(with([&](auto& q) { q.to = between; }), Numbers{created});
  EXPECT_EQ(with([](auto& q) {
              q.actor = "bob";
              q.target = "u1";
            }),
            Numbers{ended});
}

TEST_F(EventsTest, PagesFollowEachOtherInEveryOrder) {
  Numbers wanted;
  for (int i = 0; i < 5; ++i) {
    wanted.push_back(Put(EventType::kUserUpdated, cast_.production, cast_.acme, "paged"));
    PutOfAcme();
  }
  for (const bool ascending : {true, false}) {
    store::EventQuery query;
    query.target = "paged";
    query.limit = 2;
    query.order = ascending ? store::Order::kAscending : store::Order::kDescending;
    Numbers all;
    std::vector<store::EventPage> pages;
    do {
      pages.push_back(Must(events_.List(key_, query)));
      const Numbers numbers = NumbersOf(pages.back());
      all.insert(all.end(), numbers.begin(), numbers.end());
      query.after = pages.back().ends.after;
    } while (query.after && pages.size() < 9);
    Numbers expected = wanted;
    if (!ascending) std::ranges::reverse(expected);
    EXPECT_EQ(all, expected);
    EXPECT_EQ(pages.front().ends.before, std::nullopt);
    query.before = pages.at(2).ends.before;
    EXPECT_EQ(NumbersOf(Must(events_.List(key_, query))), NumbersOf(pages.at(1)));
  }
}

TEST_F(EventsTest, ACursorThatIsNoNumberIsRefused) {
  for (const char* cursor : {"x", "1x", "1 OR 1=1", "99999999999999999999"}) {
    store::EventQuery query;
    query.after = cursor;
    const auto page = events_.List(key_, query);
    ASSERT_FALSE(page.has_value()) << cursor;
    EXPECT_EQ(page.error().reason, "invalid_cursor");
  }
}

TEST_F(EventsTest, APageWithoutAMatchLeadsOnAndAtLastToTheEvent) {
  const auto oldest = Put(EventType::kUserCreated, cast_.production, cast_.acme, "rare");
  Must(cast_.world.store->Write([&](store::WriteTx& tx) -> base::Status {
    const model::EventBy by(cast_.production, {}, cast_.world.clock.Now());
    for (int i = 0; i < store::kScannedEvents; ++i) {
      BW_TRY(tx.Append(by.Make(EventType::kUserUpdated, "often", std::nullopt)));
    }
    return {};
  }));
  store::EventQuery query;
  query.target = "rare";
  const store::EventPage first = Must(events_.List(key_, query));
  EXPECT_TRUE(first.events.empty());
  ASSERT_TRUE(first.ends.after.has_value());
  query.after = first.ends.after;
  const store::EventPage second = Must(events_.List(key_, query));
  EXPECT_EQ(NumbersOf(second), Numbers{oldest});
  EXPECT_EQ(second.ends.after, std::nullopt);
}

}  // namespace
}  // namespace bearward::events
