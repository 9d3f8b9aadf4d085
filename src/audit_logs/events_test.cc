// The audit log for the members of its organization: filters, pages, permissions and tenancy.
#include "audit_logs/events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "audit_logs/exports.h"
#include "crypto/key_ring.h"
#include "store/audit_logs.h"
#include "testing/cast.h"
#include "testing/must.h"

namespace bearward::audit_logs {
namespace {

using testing::CodeOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Must;

const base::Time kDay = base::FromMillis(1'935'800'000'000);

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() {
    cast_.world.AddRole(cast_.production, "auditor", {"events:read"});
    const auto user = [&](const model::OrganizationId& organization, const char* name) {
      return cast_.As(cast_.world.AddUser(cast_.production, {organization, name, {"auditor"}}),
                      organization);
    };
    audrey_.emplace(user(cast_.acme, "audrey"));
    nick_.emplace(user(cast_.globex, "nick"));
  }

  // Add stores an event whose id ends with its number, at the hour `hour`.
  void Add(int number, const std::string& action, const std::string& actor,
           const std::string& target, const model::OrganizationId& organization) {
    model::AuditLogEvent event;
    event.id = "audit_log_event_" + std::to_string(number);
    event.environment = cast_.production;
    event.organization = organization;
    event.action = action;
    event.occurred_at = event.created_at = event.updated_at = kDay + std::chrono::hours(number);
    event.digest = "digest";
    event.content = R"({"action":")" + action + R"(","actor":{"id":"id_)" + actor +
                    R"(","type":"user","name":")" + actor + R"("},"targets":[{"id":")" + target +
                    R"(","type":"form"}]})";
    Must(cast_.world.store->Write(
        [&](store::WriteTx& tx) { return store::AuditLogEvents().Insert(tx, event); }));
  }
  void AddSome() {
    Add(1, "form.signed", "ann", "form_1", cast_.acme);
    Add(2, "form.opened", "bob", "form_1", cast_.acme);
    Add(3, "form.signed", "bob", "form_2", cast_.acme);
    Add(4, "form.signed", "zoe", "form_9", cast_.globex);
  }
  static EventFilter Whole() { return {.from = kDay, .to = kDay + std::chrono::hours(1000)}; }
  static std::vector<std::string> NumbersOf(const resource::Page& page) {
    std::vector<std::string> numbers;
    for (const model::AnyRow& row : page.rows) {
      const auto& id = static_cast<const model::AuditLogEvent*>(row.get())->id;
      numbers.push_back(id.substr(id.rfind('_') + 1));
    }
    return numbers;
  }
  std::vector<std::string> Search(const EventFilter& filter) {
    return NumbersOf(Must(events_.Search(*audrey_, filter, {.order = store::Order::kAscending})));
  }

  testing::Cast cast_;
  resource::Parts parts_{*cast_.world.store, cast_.world.clock, cast_.world.entropy};
  crypto::KeyRing ring_ = Must(
      crypto::KeyRing::Parse(crypto::KeyRing::Generate(cast_.world.entropy), cast_.world.entropy));
  Events events_{parts_, kReadEvents};
  Exports exports_{parts_, ring_, kReadEvents};
  std::optional<model::Caller> audrey_;  // of acme, with events:read
  std::optional<model::Caller> nick_;    // of globex, with events:read
};

TEST_F(EventsTest, EachMemberOfAFilterSelects) {
  AddSome();
  const auto with = [](auto set) {
    EventFilter filter = Whole();
    set(filter);
    return filter;
  };
  EXPECT_THAT(Search(Whole()), ElementsAre("1", "2", "3"));
  EXPECT_THAT(Search(with([](auto& f) { f.actions = {"form.signed"}; })), ElementsAre("1", "3"));
  EXPECT_THAT(Search(with([](auto& f) { f.actor_ids = {"id_bob"}; })), ElementsAre("2", "3"));
  EXPECT_THAT(Search(with([](auto& f) { f.actor_names = {"ann", "x"}; })), ElementsAre("1"));
  EXPECT_THAT(Search(with([](auto& f) { f.target_ids = {"form_2"}; })), ElementsAre("3"));
  EXPECT_THAT(Search(with([](auto& f) { f.target_types = {"team"}; })), IsEmpty());
  EXPECT_THAT(Search(with([](auto& f) { f.search = "OPEN"; })), ElementsAre("2"));
  EXPECT_THAT(Search(with([](auto& f) { f.search = "Form_2"; })), ElementsAre("3"));
  EXPECT_THAT(Search(with([](auto& f) { f.from += std::chrono::hours(2); })),
              ElementsAre("2", "3"));
  EXPECT_THAT(Search(with([](auto& f) { f.to = f.from + std::chrono::hours(2); })),
              ElementsAre("1"))
      << "the end is exclusive";
}

TEST_F(EventsTest, PagesInEveryOrderAreComplete) {
  for (int i = 1; i <= 9; ++i) {
    Add(i, i % 2 == 1 ? "odd" : "even", "ann", "form_1", cast_.acme);
  }
  EventFilter filter = Whole();
  filter.actions = {"odd"};
  for (const store::Order order :
       {store::Order::kAscending, store::Order::kDescending, store::Order::kNormal}) {
    store::PageRequest request{.order = order, .limit = 2};
    std::vector<std::string> all;
    std::vector<std::vector<std::string>> pages;
    while (true) {
      const auto page = Must(events_.Search(*audrey_, filter, request));
      pages.push_back(NumbersOf(page));
      all.insert(all.end(), pages.back().begin(), pages.back().end());
      auto& next = order == store::Order::kNormal ? request.before : request.after;
      next = order == store::Order::kNormal ? page.ends.before : page.ends.after;
      if (!next) break;
    }
    if (order == store::Order::kAscending) {
      EXPECT_THAT(all, ElementsAre("1", "3", "5", "7", "9"));
    } else {
      EXPECT_THAT(all, ElementsAre("9", "7", "5", "3", "1"));
    }
  }
}

TEST_F(EventsTest, APageBeforeACursorIsTheOneNextToIt) {
  for (int i = 1; i <= 9; ++i) Add(i, "any", "ann", "form_1", cast_.acme);
  const auto page = Must(events_.Search(
      *audrey_, Whole(),
      {.order = store::Order::kAscending, .before = "audit_log_event_7", .limit = 2}));
  EXPECT_THAT(NumbersOf(page), ElementsAre("5", "6"));
  EXPECT_EQ(page.ends.before, "audit_log_event_5");
}

TEST_F(EventsTest, AMemberSeesItsOrganizationOnly) {
  AddSome();
  EXPECT_THAT(NumbersOf(Must(events_.Search(*nick_, Whole(), {}))), ElementsAre("4"));
  EXPECT_EQ(CodeOf(events_.GetById(*nick_, "audit_log_event_1")), base::Code::kNotFound);
  EXPECT_EQ(Must(events_.GetById(*audrey_, "audit_log_event_1")).action, "form.signed");
}

TEST_F(EventsTest, AMemberWithoutThePermissionIsDenied) {
  AddSome();
  const model::Caller admin = cast_.As(cast_.admin);
  EXPECT_EQ(CodeOf(events_.Search(admin, Whole(), {})), base::Code::kDenied);
  EXPECT_EQ(CodeOf(events_.GetById(admin, "audit_log_event_1")), base::Code::kDenied);
  EXPECT_EQ(CodeOf(exports_.CreateForMember(admin, model::AuditLogExport())), base::Code::kDenied);
}

TEST_F(EventsTest, AnExportNeedsAnEventAndStaysInItsOrganization) {
  AddSome();
  model::AuditLogExport row;
  row.organization = cast_.globex;  // is replaced
  row.range_start = kDay;
  row.range_end = kDay + std::chrono::hours(100);
  row.target_ids = {"form_2"};
  const auto made = Must(exports_.CreateForMember(*audrey_, row));
  EXPECT_EQ(Must(exports_.GetById(*audrey_, made.id)).target_ids,
            std::vector<std::string>{"form_2"});
  EXPECT_EQ(CodeOf(exports_.GetById(*nick_, made.id)), base::Code::kNotFound);
  row.target_ids = {"form_9"};
  const auto none = exports_.CreateForMember(*audrey_, row);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().reason, "no_audit_events") << "the event of another organization";
}

}  // namespace
}  // namespace bearward::audit_logs
