// The verbs of every described resource: authority, tenancy, ids, times, events and faults.
#include "resource/verbs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "json/reader.h"
#include "model/changes.h"
#include "model/records.h"
#include "store/users.h"
#include "testing/cast.h"
#include "testing/sample_record.h"
#include "testing/sample_rows.h"

namespace bearward::resource {
namespace {

using model::AnyRow;
using testing::CodeOf;
using testing::Must;

// Verbs accepts any types of events.
const EventTypes kEvents{model::EventType::kPolicyCreated, model::EventType::kPolicyUpdated,
                         model::EventType::kPolicyDeleted};

class VerbsTest : public ::testing::TestWithParam<const model::Record*> {
 protected:
  VerbsTest() {
    cast_.world.AddRole(cast_.production, "keeper", {"things:read", "things:write"});
    cast_.world.AddRole(cast_.production, "reader", {"things:read"});
    kay_ = cast_.world.AddUser(cast_.production, {cast_.acme, "kay", {"keeper"}});
    rita_ = cast_.world.AddUser(cast_.production, {cast_.acme, "rita", {"reader"}});
    gus_ = cast_.world.AddUser(cast_.production, {cast_.globex, "gus", {"keeper"}});
    for (int number = 1; record().Find("user_id") != nullptr && number <= 5; ++number) {
      Must(cast_.world.store->Write([&](store::WriteTx& tx) {
        return store::InsertUser(tx, testing::SampleUser(cast_.production.text, kFirst + number));
      }));
    }
    for (const auto& environment : {cast_.production, cast_.sandbox}) {
      for (const AnyRow& row : Must(verbs_.ListAll(cast_.As(environment), {}))) {
        of_cast_.insert(IdOf(row));
      }
    }
  }

  // The samples have numbers above those of the rows that the cast creates.
  static constexpr std::int64_t kFirst = 100;

  const model::Record& record() const { return *GetParam(); }
  bool IsBound() const { return !record().organization.empty(); }

  AnyRow Sample(std::int64_t number, const model::OrganizationId& organization) const {
    return testing::SampleRecord(record(), "env_of_the_body", organization.text, kFirst + number);
  }
  std::string Put(std::int64_t number, const model::OrganizationId& organization) {
    return IdOf(Must(verbs_.Create(key_, Sample(number, organization))));
  }
  // IdOf returns the address of a row.
  std::string IdOf(const AnyRow& row) const { return record().AddressOf(row.get()); }
  static Verbs::Change NoChange() {
    return [](void*) { return base::Status(); };
  }
  // KeepsAll says whether an update can change no field of the resource.
  bool KeepsAll() const {
    return std::ranges::all_of(record().fields, [](const model::Field& field) {
      return !field.Is(model::kStored) || field.Is(model::kConstant);
    });
  }
  Verbs::Change ChangeTo(const AnyRow& wanted) const {
    return [this, wanted](void* row) -> base::Status {
      for (const model::Field& field : record().fields) {
        if (field.name != model::kOrganizationField) field.set(row, field.get(wanted.get()));
      }
      return {};
    };
  }
  std::vector<std::string> Ids(const model::Caller& caller,
                               const store::PageQuery& query = {}) const {
    std::vector<std::string> ids;
    for (const AnyRow& row : Must(verbs_.List(caller, query)).rows) {
      if (!of_cast_.contains(IdOf(row))) ids.push_back(IdOf(row));
    }
    std::ranges::sort(ids);
    return ids;
  }
  // OrganizationOf returns the organization that the events of a row of Acme name.
  std::optional<model::OrganizationId> OrganizationOf(const std::string& key) const {
    if (record().is_tenant) return model::OrganizationId{key};
    if (record().Find(model::kOrganizationField) == nullptr) return std::nullopt;
    return cast_.acme;
  }
  void ExpectEqual(const AnyRow& left, const AnyRow& right) const {
    for (const model::Field& field : record().fields) {
      if (field.Is(model::kConstant) || !field.Is(model::kStored)) continue;
      EXPECT_EQ(field.get(left.get()), field.get(right.get())) << field.name;
    }
  }
  template <class T>
  static std::string ReasonOf(const base::Result<T>& result) {
    return result ? "none" : result.error().reason;
  }
  std::string Missing() const { return std::string(record().Name()) + "_not_found"; }

  testing::FaultyCast faulty_;
  testing::Cast& cast_ = faulty_.cast;
  Parts parts_{*cast_.world.store, cast_.world.clock, cast_.world.entropy};
  Verbs verbs_{*GetParam(), {"things:read", "things:write", kEvents}, parts_};
  model::Caller key_ = cast_.As(cast_.production);
  model::UserId kay_, rita_, gus_;
  std::set<std::string> of_cast_;  // the rows of the cast, which Ids omits
};

TEST_P(VerbsTest, ACreatedRowHasTheEnvironmentIdAndTimesOfTheServer) {
  const AnyRow wanted = Sample(1, cast_.acme);
  const AnyRow made = Must(verbs_.Create(key_, wanted));
  const model::EntityRef entity = record().EntityOf(made.get());
  EXPECT_EQ(entity.environment, cast_.production);
  EXPECT_EQ(entity.created_at, cast_.world.clock.Now());
  EXPECT_EQ(entity.updated_at, cast_.world.clock.Now());
  if (record().MakesIds()) {
    EXPECT_TRUE(entity.id.starts_with(std::string(record().id_prefix) + "_"));
    EXPECT_NE(entity.id, record().EntityOf(wanted.get()).id);
  } else {
    EXPECT_EQ(entity.id, IdOf(wanted));
  }
  const AnyRow found = Must(verbs_.Get(key_, IdOf(made)));
  ExpectEqual(found, wanted);
}

TEST_P(VerbsTest, AnUpdateKeepsIdEnvironmentAndCreationTime) {
  const std::string id = Put(1, cast_.acme);
  const base::Time made = cast_.world.clock.Now();
  cast_.world.clock.Advance(std::chrono::seconds(5));
  const AnyRow wanted = Sample(2, cast_.acme);
  const std::string key = record().EntityOf(Must(verbs_.Get(key_, id)).get()).id;
  const AnyRow updated = Must(verbs_.Update(key_, id, [&](void* row) -> base::Status {
    record().entity(row).environment = cast_.sandbox;
    record().entity(row).id = "another";
    record().entity(row).created_at += std::chrono::hours(1);
    return ChangeTo(wanted)(row);
  }));
  const model::EntityRef entity = record().EntityOf(updated.get());
  EXPECT_EQ(entity.id, key);
  EXPECT_EQ(entity.environment, cast_.production);
  EXPECT_EQ(entity.created_at, made);
  EXPECT_EQ(entity.updated_at, KeepsAll() ? made : made + std::chrono::seconds(5));
  ExpectEqual(Must(verbs_.Get(key_, id)), updated);
  ExpectEqual(updated, wanted);
}

TEST_P(VerbsTest, ADeletedRowIsGone) {
  const std::string id = Put(1, cast_.acme);
  EXPECT_EQ(IdOf(Must(verbs_.Delete(key_, id))), id);
  EXPECT_EQ(ReasonOf(verbs_.Get(key_, id)), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Update(key_, id, NoChange())), Missing());
  const auto again = verbs_.Delete(key_, id);
  EXPECT_EQ(ReasonOf(again), Missing());
  EXPECT_EQ(again.error().fields, std::vector<std::string>{id});
}

TEST_P(VerbsTest, EveryChangeIsOneEventThatNamesTheChangedFields) {
  const std::int64_t start = cast_.LastEvent();
  const std::string id = Put(1, cast_.acme);
  Must(verbs_.Update(key_, id, ChangeTo(Sample(2, cast_.acme))));
  const std::string key = record().EntityOf(Must(verbs_.Delete(key_, id)).get()).id;
  const auto events = cast_.EventsAfter(start);
  std::vector<model::EventType> types = {kEvents.created, kEvents.updated, kEvents.deleted};
  if (KeepsAll()) std::erase(types, kEvents.updated);
  ASSERT_EQ(events.size(), types.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].type, types[i]);
    EXPECT_EQ(events[i].target, key);
    EXPECT_EQ(events[i].actor.kind, "environment");
    EXPECT_EQ(events[i].organization, OrganizationOf(key));
    const json::Value data = Must(json::Parse(events[i].data));
    EXPECT_FALSE(data.Find("changes")->AsObject()->empty()) << events[i].data;
  }
  const json::Value created = Must(json::Parse(events[0].data));
  for (const model::Field& field : record().fields) {
    if (!field.Is(model::kStored)) continue;
    if (field.Is(model::kUnaudited)) {
      EXPECT_EQ(created.Find("changes")->Find(field.name), nullptr) << field.name;
      continue;
    }
    EXPECT_NE(created.Find("changes")->Find(field.name), nullptr) << field.name;
  }
}

TEST_P(VerbsTest, AnUpdateThatChangesNoFieldWritesNothing) {
  const std::string id = Put(1, cast_.acme);
  const AnyRow before = Must(verbs_.Get(key_, id));
  const base::Time made = record().EntityOf(before.get()).updated_at;
  const std::int64_t start = cast_.LastEvent();
  cast_.world.clock.Advance(std::chrono::seconds(5));
  for (const Verbs::Change& change : {NoChange(), ChangeTo(before)}) {
    const AnyRow updated = Must(verbs_.Update(key_, id, change));
    for (const AnyRow& row : {updated, Must(verbs_.Get(key_, id))}) {
      EXPECT_EQ(record().EntityOf(row.get()).updated_at, made);
      EXPECT_TRUE(model::HasSameFields(record(), row.get(), before.get()));
    }
  }
  EXPECT_EQ(cast_.LastEvent(), start);
}

// Repeating an attempt is worth an event although the row stays as it is.
TEST_P(VerbsTest, AnActionIsAnEventAlsoIfItChangesNoField) {
  const std::string id = Put(1, cast_.acme);
  const std::int64_t start = cast_.LastEvent();
  cast_.world.clock.Advance(std::chrono::seconds(5));
  const auto nothing = [](store::WriteTx&, const void*, const Context&) { return base::Status(); };
  Must(verbs_.Update(key_, id, NoChange(), model::EventType::kPolicyCreated));
  const AnyRow row = Must(verbs_.Update(key_, id, NoChange(), std::nullopt, nothing));
  EXPECT_EQ(record().EntityOf(row.get()).updated_at, cast_.world.clock.Now());
  const auto events = cast_.EventsAfter(start);
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].type, model::EventType::kPolicyCreated);
  EXPECT_EQ(events[1].type, kEvents.updated);
}

TEST_P(VerbsTest, AUniqueValueThatExistsIsRefused) {
  Put(1, cast_.acme);
  const std::int64_t start = cast_.LastEvent();
  const auto again = verbs_.Create(key_, Sample(1, cast_.acme));
  // Only the ids of these are unique.
  const std::set<std::string_view> by_id = {
      "audit_log_events",   "audit_log_exports",  "emails", "groups", "webhook_attempts",
      "webhook_deliveries", "webhook_subscribers"};
  if (by_id.contains(record().table)) {
    EXPECT_TRUE(again);
    return;
  }
  EXPECT_EQ(CodeOf(again), base::Code::kExists);
  EXPECT_EQ(ReasonOf(again), std::string(record().Name()) + "_exists");
  EXPECT_EQ(cast_.LastEvent(), start);
}

TEST_P(VerbsTest, ARefusedValueChangesNothing) {
  for (const model::Field& field : record().fields) {
    if (field.check == nullptr || field.kind != model::Kind::kText) continue;
    const AnyRow row = Sample(1, cast_.acme);
    if (!field.set(row.get(), std::string("\x01"))) continue;
    const auto refused = verbs_.Create(key_, row);
    EXPECT_EQ(ReasonOf(refused), record().invalid) << field.name;
    EXPECT_EQ(refused.error().fields, std::vector<std::string>{std::string(field.name)});
  }
  if (record().key_check != nullptr) {
    const AnyRow row = Sample(1, cast_.acme);
    record().entity(row.get()).id = "\x01";
    EXPECT_EQ(ReasonOf(verbs_.Create(key_, row)), record().invalid);
  }
  EXPECT_TRUE(Ids(key_).empty());
}

// An earlier version may have stored values that are refused today.
TEST_P(VerbsTest, AnUpdateChecksOnlyTheValuesThatItChanges) {
  const std::string id = Put(1, cast_.acme);
  const store::Table table(record());
  for (const model::Field& field : record().fields) {
    if (field.check == nullptr || field.kind != model::Kind::kText) continue;
    if (field.Is(model::kConstant)) continue;
    const AnyRow row = Must(verbs_.Get(key_, id));
    if (!field.set(row.get(), std::string("$\x01"))) continue;
    Must(cast_.world.store->Write([&](store::WriteTx& tx) { return table.Update(tx, row.get()); }));
    EXPECT_EQ(ReasonOf(verbs_.Update(key_, id, NoChange())), "none") << field.name;
    const auto refused = verbs_.Update(key_, id, [&](void* changed) -> base::Status {
      field.set(changed, std::string("\x01"));
      return {};
    });
    EXPECT_EQ(ReasonOf(refused), record().invalid) << field.name;
  }
}

TEST_P(VerbsTest, AListThatIsTooLongIsRefused) {
  for (const model::Field& field : record().fields) {
    if (field.kind != model::Kind::kTexts) continue;
    const AnyRow row = Sample(1, cast_.acme);
    auto texts = std::get<std::vector<std::string>>(field.get(row.get()));
    texts.resize(field.MostItems(), texts.front());
    field.set(row.get(), texts);
    Must(verbs_.Delete(key_, IdOf(Must(verbs_.Create(key_, row)))));
    texts.push_back(texts.front());
    field.set(row.get(), texts);
    EXPECT_EQ(ReasonOf(verbs_.Create(key_, row)), record().invalid) << field.name;
  }
}

TEST_P(VerbsTest, ACallerOfAnotherEnvironmentFindsNoRow) {
  const std::string id = Put(1, cast_.acme);
  const model::Caller stranger = cast_.As(cast_.sandbox);
  EXPECT_EQ(ReasonOf(verbs_.Get(stranger, id)), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Update(stranger, id, NoChange())), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Delete(stranger, id)), Missing());
  EXPECT_TRUE(Ids(stranger).empty());
  if (IsBound()) {
    EXPECT_EQ(ReasonOf(verbs_.Create(stranger, Sample(2, cast_.acme))), "organization_not_found");
  }
  EXPECT_EQ(Ids(key_), std::vector<std::string>{id});
}

TEST_P(VerbsTest, AMemberSeesOnlyTheRowsOfItsOrganization) {
  if (!IsBound()) return;
  const std::string own = Put(1, cast_.acme);
  const std::string foreign = Put(2, cast_.globex);
  const model::Caller kay = cast_.As(kay_);
  EXPECT_EQ(Ids(kay), std::vector<std::string>{own});
  EXPECT_EQ(ReasonOf(verbs_.Get(kay, foreign)), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Update(kay, foreign, NoChange())), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Delete(kay, foreign)), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Create(kay, Sample(3, cast_.globex))), "organization_not_found");
  EXPECT_EQ(ReasonOf(verbs_.Create(kay, Sample(3, {"org_unknown"}))), "organization_not_found");
  Must(verbs_.Create(kay, Sample(3, cast_.acme)));
  Must(verbs_.Update(kay, own, NoChange()));
  Must(verbs_.Delete(kay, own));
  EXPECT_EQ(ReasonOf(verbs_.Get(cast_.As(gus_, cast_.globex), foreign)), "none");
}

TEST_P(VerbsTest, AnUpdateCannotMoveARowToAForeignOrganization) {
  if (!IsBound()) return;
  const std::string id = Put(1, cast_.acme);
  const auto move = [&](const model::OrganizationId& to) -> Verbs::Change {
    return [this, to](void* row) -> base::Status {
      record().Find(record().organization)->set(row, to.text);
      return {};
    };
  };
  if (record().Find(record().organization)->Is(model::kConstant)) {
    Must(verbs_.Update(key_, id, move(cast_.globex)));
    EXPECT_EQ(ReasonOf(verbs_.Get(cast_.As(kay_), id)), "none");
    return;
  }
  for (const model::OrganizationId& to : {cast_.globex, cast_.initech}) {
    EXPECT_EQ(ReasonOf(verbs_.Update(cast_.As(kay_), id, move(to))), "organization_not_found");
  }
  EXPECT_EQ(ReasonOf(verbs_.Update(key_, id, move(cast_.initech))), "organization_not_found");
  EXPECT_EQ(ReasonOf(verbs_.Get(cast_.As(kay_), id)), "none");
}

TEST_P(VerbsTest, ARowWithoutAnOrganizationIsForTheEnvironmentOnly) {
  const model::Field* const field = record().Find(record().organization);
  if (!IsBound() || !field->nullable) return;
  const auto without = [&](std::int64_t number) {
    AnyRow row = Sample(number, cast_.acme);
    field->set(row.get(), model::Cell());
    return row;
  };
  const std::string id = IdOf(Must(verbs_.Create(key_, without(1))));
  const model::Caller kay = cast_.As(kay_);
  EXPECT_EQ(ReasonOf(verbs_.Create(kay, without(2))), "organization_not_found");
  EXPECT_EQ(ReasonOf(verbs_.Get(kay, id)), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Update(kay, id, NoChange())), Missing());
  EXPECT_EQ(ReasonOf(verbs_.Delete(kay, id)), Missing());
  EXPECT_TRUE(Ids(kay).empty());
  Must(verbs_.Update(key_, id, NoChange()));
  EXPECT_EQ(Ids(key_), std::vector<std::string>{id});
}

TEST_P(VerbsTest, EveryVerbRequiresItsPermission) {
  const std::string id = Put(1, cast_.acme);
  const char* const reason = IsBound() ? "missing_permission" : "not_the_environment";
  const model::Caller bob = cast_.As(cast_.bob);
  const model::Caller rita = cast_.As(rita_);
  for (const model::Caller& caller : {bob, rita}) {
    EXPECT_EQ(ReasonOf(verbs_.Create(caller, Sample(2, cast_.acme))), reason);
    EXPECT_EQ(ReasonOf(verbs_.Update(caller, id, NoChange())), reason);
    EXPECT_EQ(ReasonOf(verbs_.Delete(caller, id)), reason);
  }
  EXPECT_EQ(ReasonOf(verbs_.Get(bob, id)), reason);
  EXPECT_EQ(ReasonOf(verbs_.List(bob, {})), reason);
  EXPECT_EQ(ReasonOf(verbs_.Get(rita, id)), IsBound() ? "none" : reason);
  EXPECT_EQ(ReasonOf(verbs_.List(rita, {})), IsBound() ? "none" : reason);
}

// With Rules::shared, members read a resource of the environment by GetById and by the functions
// that end in Shared. All other verbs refuse them.
TEST_P(VerbsTest, ASharedResourceIsReadByMembersWithThePermission) {
  if (IsBound() || record().is_tenant) return;
  const Verbs shared(record(),
                     {.read = {}, .write = {}, .events = kEvents, .shared = "things:read"}, parts_);
  const std::string address = Put(1, cast_.acme);
  const AnyRow row = Must(verbs_.Get(key_, address));
  const std::string id = record().EntityOf(row.get()).id;
  for (const model::Caller& member : {cast_.As(rita_), cast_.As(gus_, cast_.globex)}) {
    EXPECT_EQ(ReasonOf(shared.GetShared(member, address)), "none");
    EXPECT_EQ(ReasonOf(shared.GetById(member, id)), "none");
    EXPECT_EQ(ReasonOf(shared.GetById(member, "none")),
              std::string(record().Name()) + "_not_found");
    EXPECT_EQ(ReasonOf(shared.ListShared(member, {})), "none");
    EXPECT_EQ(ReasonOf(shared.ListAllShared(member)), "none");
    EXPECT_EQ(ReasonOf(shared.Get(member, address)), "not_the_environment");
    EXPECT_EQ(ReasonOf(shared.Delete(member, address)), "not_the_environment");
    EXPECT_EQ(ReasonOf(verbs_.ListShared(member, {})), "not_the_environment");
  }
  EXPECT_EQ(ReasonOf(shared.ListShared(cast_.As(cast_.bob), {})), "missing_permission");
  EXPECT_EQ(ReasonOf(shared.GetById(cast_.As(cast_.sandbox), id)),
            std::string(record().Name()) + "_not_found");
}

TEST_P(VerbsTest, APermissionOfAWidgetSufficesInPlaceOfTheUsualOne) {
  if (!IsBound()) return;
  const Verbs by_widget(record(),
                        {.read = "others:read",
                         .write = "others:write",
                         .events = kEvents,
                         .widget_read = "things:read",
                         .widget_write = "things:write"},
                        parts_);
  const std::string id = Put(1, cast_.acme);
  EXPECT_EQ(ReasonOf(by_widget.Get(cast_.As(rita_), id)), "none");
  const AnyRow row = Must(verbs_.Get(key_, id));
  const std::string key = record().EntityOf(row.get()).id;
  EXPECT_EQ(ReasonOf(by_widget.GetById(cast_.As(rita_), key)), "none");
  EXPECT_EQ(ReasonOf(by_widget.GetById(cast_.As(gus_, cast_.globex), key)),
            std::string(record().Name()) + "_not_found");
  EXPECT_EQ(ReasonOf(by_widget.Delete(cast_.As(rita_), id)), "missing_permission");
  EXPECT_EQ(ReasonOf(by_widget.Get(cast_.As(cast_.bob), id)), "missing_permission");
  EXPECT_EQ(ReasonOf(by_widget.Delete(cast_.As(gus_, cast_.globex), id)),
            std::string(record().Name()) + "_not_found");
  EXPECT_EQ(ReasonOf(by_widget.Delete(cast_.As(kay_), id)), "none");
}

TEST_P(VerbsTest, ARuleOfTheResourceRefusesAWrite) {
  Rules rules{"things:read", "things:write", kEvents};
  rules.prepare = [](store::WriteTx&, const void* before, void*, const Context&) -> base::Status {
    return base::Fail(base::Conflict(before == nullptr ? "refused_new" : "refused_change", ""));
  };
  const Verbs strict(record(), rules, parts_);
  const std::string id = Put(1, cast_.acme);
  const std::int64_t start = cast_.LastEvent();
  EXPECT_EQ(ReasonOf(strict.Create(key_, Sample(2, cast_.acme))), "refused_new");
  EXPECT_EQ(ReasonOf(strict.Update(key_, id, NoChange())), "refused_change");
  EXPECT_EQ(cast_.LastEvent(), start);
}

TEST_P(VerbsTest, AFailedCallOfTheStoreLeavesNoPartOfAChange) {
  const std::string id = Put(1, cast_.acme);
  const AnyRow before = Must(verbs_.Get(key_, id));
  const std::int64_t start = cast_.LastEvent();
  const auto unchanged = [&](int call) {
    ExpectEqual(Must(verbs_.Get(key_, id)), before);
    EXPECT_EQ(Ids(key_), std::vector<std::string>{id}) << call;
    EXPECT_EQ(cast_.LastEvent(), start) << call;
  };
  const auto fails = [&](auto run) {
    return testing::ForEveryFault(
        *faulty_.plan,
        [&] {
          const auto done = run();
          EXPECT_EQ(done.has_value(), !faulty_.plan->fired());
          if (!done.has_value()) {
            EXPECT_EQ(done.error().code, base::Code::kUnavailable);
          }
        },
        unchanged);
  };
  EXPECT_GT(fails([&] { return verbs_.Get(key_, id); }), 1);
  EXPECT_GT(fails([&] { return verbs_.List(key_, {}); }), 1);
  EXPECT_GT(fails([&] { return verbs_.Create(key_, Sample(2, cast_.acme)); }), 3);
}

TEST_P(VerbsTest, AFailedCallOfTheStoreLeavesNoPartOfAnUpdateOrADeletion) {
  const std::string id = Put(1, cast_.acme);
  for (const bool deletes : {false, true}) {
    const AnyRow before = Must(verbs_.Get(key_, id));
    const std::int64_t start = cast_.LastEvent();
    const int faults = testing::ForEveryFault(
        *faulty_.plan,
        [&] {
          const auto done = deletes ? verbs_.Delete(key_, id)
                                    : verbs_.Update(key_, id, ChangeTo(Sample(2, cast_.acme)));
          EXPECT_EQ(done.has_value(), !faulty_.plan->fired());
        },
        [&](int call) {
          ExpectEqual(Must(verbs_.Get(key_, id)), before);
          EXPECT_EQ(cast_.LastEvent(), start) << call;
        });
    EXPECT_GT(faults, KeepsAll() && !deletes ? 1 : 3);
  }
}

INSTANTIATE_TEST_SUITE_P(Records, VerbsTest,
                         ::testing::ValuesIn(model::AllRecords().begin(),
                                             model::AllRecords().end()),
                         [](const auto& test) { return std::string(test.param->table); });

}  // namespace
}  // namespace bearward::resource
