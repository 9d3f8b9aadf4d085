// Environments, organizations, roles and memberships.
#include <gtest/gtest.h>

#include <set>

#include "model/environment_fields.h"
#include "store/columns.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::SampleEnvironment;
using testing::SampleOrganization;
using testing::SampleUser;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};
const model::EnvironmentId kThree = {"env_3"};

class TenancyTables : public ::testing::Test {
 protected:
  TenancyTables() {
    for (const char* env : {"env_1", "env_2", "env_3"}) {
      db_.Write(InsertEnvironment, SampleEnvironment(env));
    }
  }
  void PutRole(const model::Role& role) {
    testing::Must(db_->Write([&](WriteTx& tx) { return Roles().Insert(tx, role); }));
  }
  std::optional<model::Role> RoleOf(const model::EnvironmentId& environment, std::string_view slug,
                                    const model::OrganizationId& organization = {}) {
    return testing::Must(
        db_->Read([&](ReadTx& tx) { return FindRole(tx, environment, slug, organization); }));
  }
  testing::MemoryStore db_;
};

TEST_F(TenancyTables, AnEnvironmentIsReadBackCompletely) {
  db_.Write(InsertEnvironment, model::Environment{.id = {"env_4"},
                                                  .name = "demo.workspan.com",
                                                  .sandbox = true,
                                                  .enabled = false,
                                                  .position = 7,
                                                  .created_at = testing::kSampleTime});
  const auto found = db_.Read(FindEnvironmentByName, std::string("demo.workspan.com"));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->id.text, "env_4");
  EXPECT_TRUE(found->sandbox);
  EXPECT_FALSE(found->enabled);
  EXPECT_EQ(found->position, 7);
  EXPECT_EQ(found->created_at, testing::kSampleTime);
}

// The columns of an environment are the stored fields of its table, in every statement.
TEST_F(TenancyTables, EveryStoredFieldOfAnEnvironmentIsInsertedUpdatedAndRead) {
  const auto set = [](model::Environment& row, const model::Field& field, int number) {
    if (field.kind == model::Kind::kText) {
      return field.set(&row, std::string(field.name) + std::to_string(number));
    }
    const bool is_flag = field.kind == model::Kind::kFlag;
    return field.set(&row, std::int64_t{is_flag ? number % 2 : number});
  };
  const auto expect_stored = [&](const model::Environment& row) {
    const auto found = db_.Read(FindEnvironment, row.id);
    ASSERT_TRUE(found.has_value());
    for (const model::Field& field : model::kEnvironmentFields) {
      EXPECT_EQ(field.get(&*found), field.get(&row)) << field.name;
    }
  };
  model::Environment row;
  for (const model::Field& field : model::kEnvironmentFields) {
    if (!field.Is(model::kStored)) continue;
    EXPECT_TRUE(set(row, field, 1)) << field.name;
  }
  db_.Write(InsertEnvironment, row);
  expect_stored(row);
  for (const model::Field& field : model::kEnvironmentFields) {
    if (!field.Is(model::kStored) || field.Is(model::kConstant)) continue;
    EXPECT_TRUE(set(row, field, 2)) << field.name;
    db_.Write(UpdateEnvironment, row);
    expect_stored(row);
  }
}

TEST(EnvironmentsTable, ColumnsAreTheStoredFields) {
  std::set<std::string> wanted;
  for (const model::Field& field : model::kEnvironmentFields) {
    if (field.Is(model::kStored)) wanted.insert(std::string(field.name));
  }
  const auto sqlite = testing::Must(Store::Open(SqliteMemory()));
  const auto names = testing::Must(sqlite->Read([](ReadTx& tx) {
    return ReadAll<std::string>(tx.Execute("SELECT name FROM pragma_table_info('environments')"),
                                [](Columns& columns) { return columns.Text(); });
  }));
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()), wanted);
}

TEST_F(TenancyTables, AnUnknownEnvironmentIsNotFound) {
  EXPECT_FALSE(db_.Read(FindEnvironment, model::EnvironmentId{"env_9"}).has_value());
  EXPECT_FALSE(db_.Read(FindEnvironmentByName, std::string("Name of env_1")).has_value());
}

TEST_F(TenancyTables, AnEnvironmentsIdAndNameAreUnique) {
  EXPECT_EQ(db_.WriteCode(InsertEnvironment, SampleEnvironment("env_1")), base::Code::kExists);
  auto renamed = SampleEnvironment("env_4");
  renamed.name = "name of env_1";
  EXPECT_EQ(db_.WriteCode(InsertEnvironment, renamed), base::Code::kExists);
}

TEST_F(TenancyTables, EnvironmentsAreListedByPosition) {
  auto first = SampleEnvironment("env_3");
  first.position = -1;
  first.enabled = false;
  db_.Write(UpdateEnvironment, first);
  const auto all = db_.Read(ListEnvironments);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, kThree);
  EXPECT_FALSE(all[0].enabled);
  EXPECT_EQ(all[1].id, kOne);
}

TEST_F(TenancyTables, UpdatingAMissingRowIsInternal) {
  EXPECT_EQ(db_.WriteCode(UpdateEnvironment, SampleEnvironment("env_9")), base::Code::kInternal);
  EXPECT_EQ(db_.WriteCode(UpdateOrganization, SampleOrganization("env_1", 9)),
            base::Code::kInternal);
}

TEST_F(TenancyTables, TwoEnvironmentsMayUseTheSameOrganizationIdAndNumber) {
  auto one = SampleOrganization("env_1", 28);
  one.password_policy = model::PolicyLevel::kHigh;
  auto two = SampleOrganization("env_2", 28);
  two.name = "Globex";
  two.enabled = false;
  db_.Write(InsertOrganization, one);
  db_.Write(InsertOrganization, two);

  const auto in_one = db_.Read(FindOrganization, kOne, one.id);
  const auto in_two = db_.Read(FindOrganizationByNumber, kTwo, std::int64_t{28});
  ASSERT_TRUE(in_one && in_two);
  EXPECT_EQ(in_one->name, "Organization 28");
  EXPECT_EQ(in_one->password_policy, model::PolicyLevel::kHigh);
  EXPECT_TRUE(in_one->enabled);
  EXPECT_EQ(in_two->name, "Globex");
  EXPECT_FALSE(in_two->enabled);
  EXPECT_FALSE(db_.Read(FindOrganizationByName, kOne, std::string("Globex")).has_value());
  EXPECT_TRUE(db_.Read(FindOrganizationByName, kTwo, std::string("Globex")).has_value());
  EXPECT_FALSE(db_.Read(FindOrganization, kThree, one.id).has_value());
  EXPECT_FALSE(db_.Read(FindOrganizationByNumber, kThree, std::int64_t{28}).has_value());
}

TEST_F(TenancyTables, AnOrganizationsIdAndNumberAreUniqueInItsEnvironment) {
  db_.Write(InsertOrganization, SampleOrganization("env_1", 1));
  auto same_id = SampleOrganization("env_1", 1);
  same_id.number = 2;
  auto same_number = SampleOrganization("env_1", 2);
  same_number.number = 1;
  EXPECT_EQ(db_.WriteCode(InsertOrganization, same_id), base::Code::kExists);
  EXPECT_EQ(db_.WriteCode(InsertOrganization, same_number), base::Code::kExists);
}

TEST_F(TenancyTables, OrganizationNumbersContinueFromTheHighestOfTheEnvironment) {
  EXPECT_EQ(db_.Read(NextOrganizationNumber, kOne), 1);
  db_.Write(InsertOrganization, SampleOrganization("env_1", 194955));
  EXPECT_EQ(db_.Read(NextOrganizationNumber, kOne), 194956);
  EXPECT_EQ(db_.Read(NextOrganizationNumber, kTwo), 1);
}

TEST_F(TenancyTables, AnOrganizationIsUpdatedInItsEnvironmentOnly) {
  db_.Write(InsertOrganization, SampleOrganization("env_1", 1));
  db_.Write(InsertOrganization, SampleOrganization("env_2", 1));
  auto changed = SampleOrganization("env_1", 1);
  changed.name = "Renamed";
  changed.enabled = false;
  changed.created_at = {};
  db_.Write(UpdateOrganization, changed);
  const auto in_one = db_.Read(FindOrganization, kOne, changed.id);
  EXPECT_EQ(in_one->name, "Renamed");
  EXPECT_FALSE(in_one->enabled);
  EXPECT_EQ(in_one->created_at, testing::kSampleTime);
  EXPECT_EQ(db_.Read(FindOrganization, kTwo, changed.id)->name, "Organization 1");
}

TEST_F(TenancyTables, AnOrganizationNeedsItsEnvironment) {
  EXPECT_EQ(db_.WriteCode(InsertOrganization, SampleOrganization("env_9", 1)),
            base::Code::kUnavailable);
}

TEST_F(TenancyTables, ARoleIsReplacedInItsEnvironmentOnly) {
  model::Role role = testing::SampleRole("env_1", "planner", {"forms:read", "api:access"});
  PutRole(role);
  PutRole(testing::SampleRole("env_2", "planner", {}));
  role.name = "Jobs: Edit";
  role.permissions = {"forms:write"};
  testing::Must(db_->Write([&](WriteTx& tx) { return Roles().Update(tx, role); }));
  const auto in_one = RoleOf(kOne, "planner");
  const auto in_two = RoleOf(kTwo, "planner");
  ASSERT_TRUE(in_one && in_two);
  EXPECT_EQ(in_one->name, "Jobs: Edit");
  EXPECT_EQ(in_one->permissions, std::vector<std::string>{"forms:write"});
  EXPECT_EQ(in_two->name, "Role planner");
  EXPECT_TRUE(in_two->permissions.empty());
  EXPECT_FALSE(RoleOf(kThree, "planner").has_value());
  EXPECT_FALSE(RoleOf(kOne, "Planner").has_value());
}

TEST_F(TenancyTables, ARoleOfAnOrganizationIsFoundThereOnly) {
  for (int number : {1, 2}) db_.Write(InsertOrganization, SampleOrganization("env_1", number));
  model::Role role = testing::SampleRole("env_1", "org-lead", {"forms:write"});
  role.organization = {"org_1"};
  testing::Must(db_->Write([&](WriteTx& tx) { return OrganizationRoles().Insert(tx, role); }));
  EXPECT_EQ(RoleOf(kOne, "org-lead", {"org_1"})->permissions, role.permissions);
  EXPECT_FALSE(RoleOf(kOne, "org-lead", {"org_2"}).has_value());
  EXPECT_FALSE(RoleOf(kOne, "org-lead").has_value());
  // A role of the environment takes precedence.
  PutRole(testing::SampleRole("env_1", "org-lead", {"forms:read"}));
  EXPECT_EQ(RoleOf(kOne, "org-lead", {"org_1"})->permissions.front(), "forms:read");
}

class MembershipTable : public TenancyTables {
 protected:
  MembershipTable() {
    for (const char* env : {"env_1", "env_2"}) {
      db_.Write(InsertUser, SampleUser(env, 1));
      for (int number : {1, 2}) db_.Write(InsertOrganization, SampleOrganization(env, number));
    }
  }
  static model::Membership In(const model::EnvironmentId& environment, int organization,
                              std::int64_t position, std::vector<std::string> roles) {
    return {.environment = environment,
            .id = {"om_" + std::to_string(organization)},
            .user = kUser,
            .organization = {"org_" + std::to_string(organization)},
            .position = position,
            .roles = std::move(roles)};
  }
  inline static const model::UserId kUser = {"user_1"};
  inline static const model::OrganizationId kFirst = {"org_1"};
};

TEST_F(MembershipTable, AreListedHomeFirst) {
  db_.Write(PutMembership, In(kOne, 1, 1, {}));
  db_.Write(PutMembership, In(kOne, 2, 0, {"planner", "admin"}));
  const auto all = db_.Read(ListMemberships, kOne, kUser);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].organization.text, "org_2");
  EXPECT_EQ(all[0].roles, (std::vector<std::string>{"planner", "admin"}));
  EXPECT_TRUE(db_.Read(ListMemberships, kTwo, kUser).empty());
}

TEST_F(MembershipTable, AreFoundInTheirEnvironmentOnly) {
  db_.Write(PutMembership, In(kOne, 1, 0, {"planner"}));
  EXPECT_EQ(db_.Read(FindMembership, kOne, kUser, kFirst)->id.text, "om_1");
  EXPECT_FALSE(db_.Read(FindMembership, kTwo, kUser, kFirst).has_value());
  EXPECT_FALSE(db_.Read(FindMembership, kOne, kUser, model::OrganizationId{"org_2"}).has_value());
}

TEST_F(MembershipTable, PutMembershipReplacesPositionAndRolesAndKeepsTheId) {
  db_.Write(PutMembership, In(kOne, 1, 0, {"planner"}));
  auto again = In(kOne, 1, 5, {"admin"});
  again.id = {"om_other"};
  db_.Write(PutMembership, again);
  const auto found = db_.Read(FindMembership, kOne, kUser, kFirst);
  EXPECT_EQ(found->id.text, "om_1");
  EXPECT_EQ(found->position, 5);
  EXPECT_EQ(found->roles, std::vector<std::string>{"admin"});
}

TEST_F(MembershipTable, DeletingOneKeepsThoseOfOtherEnvironments) {
  db_.Write(PutMembership, In(kOne, 1, 0, {}));
  db_.Write(PutMembership, In(kTwo, 1, 0, {}));
  db_.Write(DeleteMembership, In(kOne, 1, 0, {}));
  db_.Write(DeleteMembership, In(kOne, 1, 0, {}));
  EXPECT_FALSE(db_.Read(FindMembership, kOne, kUser, kFirst).has_value());
  EXPECT_TRUE(db_.Read(FindMembership, kTwo, kUser, kFirst).has_value());
}

TEST_F(MembershipTable, NeedTheirUserAndOrganization) {
  EXPECT_EQ(db_.WriteCode(PutMembership, In(kOne, 9, 0, {})), base::Code::kUnavailable);
  auto nobody = In(kOne, 1, 0, {});
  nobody.user = {"user_9"};
  EXPECT_EQ(db_.WriteCode(PutMembership, nobody), base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::store
