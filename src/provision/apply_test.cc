// Apply as a whole: it is idempotent, and mistakes and faults change nothing.
#include "provision/apply.h"

#include <gtest/gtest.h>

#include <functional>

#include "store/environments.h"
#include "store/events.h"
#include "testing/faulty_engine.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::CodeOf;
using testing::Must;

// Bench is a test server with an Applier.
struct Bench {
  explicit Bench(const testing::TestServerSettings& settings = {}) : core(settings) {}

  testing::TestServer core;
  Applier applier{{*core.store, *core.passwords, core.clock, core.entropy, core.ring}};

  base::Result<std::vector<Change>> Apply(const ProvisioningFile& world) {
    return applier.Apply(world);
  }
  std::int64_t LastEvent() {
    return Must(core.store->Read([](store::ReadTx& tx) { return store::LastEventNumber(tx); }));
  }
  std::vector<model::Environment> Environments() {
    return Must(core.store->Read([](store::ReadTx& tx) { return store::ListEnvironments(tx); }));
  }
};

const model::Cell kTrue = std::int64_t{1};
const model::Cell kFalse = std::int64_t{0};

// Full is a file with one or two entries of each kind except those of row_sections.h; some values
// are given, others are generated.
ProvisioningFile Full() {
  ProvisioningFile world;
  auto& production = world.environments.emplace_back();
  production.name = "production";
  auto& sandbox = world.environments.emplace_back();
  sandbox.name = "demo.example";
  sandbox.values["sandbox"] = kTrue;
  auto& role = world.roles.emplace_back();
  role.slug = "planner";
  role.permissions = {"forms:read", "api:access"};
  auto& acme = world.organizations.emplace_back();
  acme.name = "Acme";
  acme.number = 28;
  world.organizations.emplace_back().name = "Globex";
  auto& ann = world.users.emplace_back();
  ann.username = "ann";
  ann.password = base::Secret(testing::kPassword);
  ann.memberships.emplace().emplace_back().organization = "Acme";
  ann.memberships->front().roles = {"planner"};
  auto& profile = world.access_profiles.emplace_back();
  profile.name = "ObjectRead";
  profile.allows = {{"*", model::Operation::kRead}};
  auto& application = world.applications.emplace_back();
  application.name = "Report Export";
  application.organization = "Acme";
  application.access_profile = "ObjectRead";
  world.api_keys.emplace_back().user = "ann";
  world.api_keys.emplace_back().environment = "demo.example";
  auto& object = world.objects.emplace_back();
  object.kind = "form";
  object.name = "Weekly Timesheet";
  object.organization = "Acme";
  object.fields = R"({"Live":true})";
  object.members.emplace().emplace_back().organization = "Globex";
  return world;
}

// Changed differs from Full in every kind that Full contains.
ProvisioningFile Changed() {
  ProvisioningFile world = Full();
  world.environments[1].values["sandbox"] = kFalse;
  world.roles[0].permissions = {"forms:read"};
  world.organizations[1].enabled = false;
  world.users[0].first_name = "Ann";
  world.users[0].password = base::Secret(std::string("another password"));
  world.users[0].memberships->front().organization = "Globex";
  world.access_profiles[0].allows = {{"*", model::Operation::kWrite}};
  world.applications[0].client_secret = base::Secret(std::string(32, 'a'));
  world.api_keys[0].value = base::Secret(std::string("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"));
  world.objects[0].fields = R"({"Live":false})";
  world.objects[0].members->clear();
  return world;
}

TEST(Apply, CreatesARowOfEachKindAndReportsIt) {
  Bench bench;
  const auto changes = Must(bench.Apply(Full()));
  ASSERT_EQ(changes.size(), 11U);
  for (const Change& change : changes) EXPECT_EQ(change.verb, Change::Verb::kCreated);
  EXPECT_EQ(changes.front().kind, "environment");
  EXPECT_EQ(changes.back().kind, "object");
  EXPECT_EQ(changes.back().environment, "production");
  EXPECT_EQ(changes.back().name, "Weekly Timesheet");
}

TEST(Apply, ASecondRunChangesNothing) {
  Bench bench;
  Must(bench.Apply(Full()));
  const std::int64_t last = bench.LastEvent();
  bench.core.clock.Advance(std::chrono::hours(1));
  EXPECT_TRUE(Must(bench.Apply(Full())).empty());
  EXPECT_EQ(bench.LastEvent(), last);
}

TEST(Apply, AChangedFileChangesWhatDiffersOnlyOnce) {
  Bench bench;
  Must(bench.Apply(Full()));
  const auto changes = Must(bench.Apply(Changed()));
  ASSERT_EQ(changes.size(), 8U);
  EXPECT_TRUE(Must(bench.Apply(Changed())).empty());
}

TEST(Apply, AnEmptyFileOnAnEmptyStoreCreatesProduction) {
  Bench bench;
  EXPECT_EQ(Must(bench.Apply(ProvisioningFile())).size(), 1U);
  ASSERT_EQ(bench.Environments().size(), 1U);
  EXPECT_EQ(bench.Environments()[0].name, "production");
  EXPECT_TRUE(Must(bench.Apply(ProvisioningFile())).empty());
}

TEST(Apply, AnEmptyFileKeepsTheEnvironmentsOfTheStore) {
  Bench bench;
  bench.core.AddEnvironment("mine");
  EXPECT_TRUE(Must(bench.Apply(ProvisioningFile())).empty());
  EXPECT_EQ(bench.Environments().size(), 1U);
}

TEST(Apply, TheFirstEnvironmentOfTheFileBecomesTheDefault) {
  Bench bench;
  bench.core.AddEnvironment("old");
  bench.core.AddEnvironment("older");
  Must(bench.Apply(Full()));
  std::vector<std::string> names;
  for (const auto& environment : bench.Environments()) names.push_back(environment.name);
  EXPECT_EQ(names, (std::vector<std::string>{"production", "demo.example", "old", "older"}));
  EXPECT_TRUE(Must(bench.Apply(Full())).empty());
}

// Values that the file omits are managed through the API. A disabled environment used to be enabled
// again at every start.
TEST(Apply, OmittedValuesAreUnchanged) {
  Bench bench;
  ProvisioningFile world = Full();
  world.environments[0].values["enabled"] = kFalse;
  world.organizations[0].password_policy = model::PolicyLevel::kHigh;
  world.users[0].active = false;
  world.users[0].job_title = "Planner";
  world.applications[0].enabled = false;
  Must(bench.Apply(world));
  ProvisioningFile sparse = Full();
  sparse.roles[0].permissions.reset();
  sparse.users[0].memberships.reset();
  sparse.access_profiles[0].allows.reset();
  sparse.applications[0].access_profile.reset();
  sparse.objects[0].fields.reset();
  sparse.objects[0].members.reset();
  EXPECT_TRUE(Must(bench.Apply(sparse)).empty());
}

TEST(Apply, EveryChangeIsAnEventOfTheSystem) {
  Bench bench;
  Must(bench.Apply(Full()));
  const model::EnvironmentId id = bench.Environments()[0].id;
  const auto events = Must(
      bench.core.store->Read([&](store::ReadTx& tx) { return store::ListEvents(tx, id, 0, 100); }));
  // The permissions that the role adds to the environment have events too.
  ASSERT_EQ(events.size(), 11U);
  for (const model::Event& event : events) {
    EXPECT_EQ(event.actor.kind, "system");
    EXPECT_EQ(event.at, bench.core.clock.Now());
    EXPECT_FALSE(event.target.empty());
  }
}

// Slip is one mistake in a valid file, with the expected error text.
struct Slip {
  std::string name;
  std::function<void(ProvisioningFile&)> make;
  std::string text;
};

class ApplySlips : public ::testing::TestWithParam<Slip> {};

TEST_P(ApplySlips, IsReportedWithItsLineAndChangesNothing) {
  Bench bench;
  ProvisioningFile world = Full();
  GetParam().make(world);
  const auto result = bench.Apply(world);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, base::Code::kInvalid);
  EXPECT_EQ(result.error().public_text, GetParam().text);
  EXPECT_TRUE(bench.Environments().empty());
  EXPECT_EQ(bench.LastEvent(), 0);
}

const std::vector<Slip> kSlips = {
    {"UnknownOrganizationOfApplication",
     [](ProvisioningFile& w) {
       w.applications[0].where = {"w.toml", 7};
       w.applications[0].organization = "Acmee";
     },
     "w.toml:7: unknown organization \"Acmee\". Did you mean \"Acme\"?"},
    {"UnknownOrganizationOfMembership",
     [](ProvisioningFile& w) {
       w.users[0].memberships->front().where = {"w.toml", 9};
       w.users[0].memberships->front().organization = "Initech";
     },
     "w.toml:9: unknown organization \"Initech\". Describe it in an [[organizations]] table of the "
     "environment \"production\"."},
    {"UnknownEnvironment",
     [](ProvisioningFile& w) {
       w.roles[0].where = {"w.toml", 3};
       w.roles[0].environment = "produktion";
     },
     "w.toml:3: unknown environment \"produktion\". Did you mean \"production\"?"},
    {"RoleOfAnotherEnvironment",
     [](ProvisioningFile& w) {
       w.roles[0].environment = "demo.example";
       w.users[0].memberships->front().where = {"w.toml", 5};
     },
     "w.toml:5: unknown role \"planner\". Roles are referred to by the slug of a [[roles]] table "
     "of the environment \"production\"."},
    {"UnknownUser",
     [](ProvisioningFile& w) {
       w.api_keys[0].where = {"w.toml", 4};
       w.api_keys[0].user = "anne";
     },
     "w.toml:4: unknown user \"anne\". Did you mean \"ann\"?"},
    {"UnknownAccessProfile",
     [](ProvisioningFile& w) {
       w.applications[0].where = {"w.toml", 6};
       w.applications[0].access_profile = "ObjectReed";
     },
     "w.toml:6: unknown access profile \"ObjectReed\". Did you mean \"ObjectRead\"?"},
    {"UnknownRoleOfObject",
     [](ProvisioningFile& w) {
       w.objects[0].where = {"w.toml", 8};
       w.objects[0].roles = {"planer"};
     },
     "w.toml:8: unknown role \"planer\". Did you mean \"planner\"?"},
    {"DescribedTwice",
     [](ProvisioningFile& w) {
       w.users[0].where = {"w.toml", 10};
       w.users.push_back(w.users[0]);
       w.users[1].where = {"w.toml", 20};
       w.users[1].username = "ANN";
     },
     "w.toml:20: this user is described twice. The other place is line 10."},
    {"NumberTaken",
     [](ProvisioningFile& w) {
       w.organizations[1].where = {"w.toml", 2};
       w.organizations[1].id = "org_2";
       w.organizations[1].number = 28;
     },
     "w.toml:2: the number 28 belongs to another organization. Choose another, or give none."},
    {"TwoKeysOfOneUser",
     [](ProvisioningFile& w) {
       w.api_keys[0].where = {"w.toml", 30};
       w.api_keys[1].where = {"w.toml", 31};
       w.api_keys[1].environment.clear();
       w.api_keys[1].user = "ann";
     },
     "w.toml:31: this key of a user is described twice. The other place is line 30."},
    {"AmbiguousName",
     [](ProvisioningFile& w) {
       w.organizations[0].id = "org_1";
       w.organizations[1].id = "org_2";
       w.organizations[1].name = "Acme";
       w.users[0].memberships->front().where = {"w.toml", 12};
     },
     "w.toml:12: several organizations are called \"Acme\". Refer to it by its id."},
    {"OwnerListedAsMember",
     [](ProvisioningFile& w) {
       w.objects[0].members->front().where = {"w.toml", 13};
       w.objects[0].members->front().organization = "Acme";
     },
     "w.toml:13: \"Acme\" is a member of the object already. The owner is always a "
     "member; list each other member once."},
    {"MemberUserOutsideTheOrganization",
     [](ProvisioningFile& w) {
       w.objects[0].members->front().where = {"w.toml", 14};
       w.objects[0].members->front().user = "ann";
     },
     "w.toml:14: the user \"ann\" is not in the organization \"Globex\". Give the user a "
     "membership first."},
    {"MembershipTwice",
     [](ProvisioningFile& w) {
       w.users[0].memberships->push_back(w.users[0].memberships->front());
       w.users[0].memberships->back().where = {"w.toml", 15};
     },
     "w.toml:15: the user is a member of \"Acme\" twice. Put all roles into one membership."},
    {"PasswordTooShortForTheStrictestOrganization",
     [](ProvisioningFile& w) {
       w.users[0].where = {"w.toml", 16};
       w.users[0].password = base::Secret(std::string("1234567"));
       w.users[0].memberships->emplace_back().organization = "Globex";
       w.organizations[1].password_policy = model::PolicyLevel::kHigh;
     },
     "w.toml:16: The password is too short. It must have at least 8 characters. "
     "The policy is \"high\"."},
};

INSTANTIATE_TEST_SUITE_P(All, ApplySlips, ::testing::ValuesIn(kSlips),
                         [](const auto& slip) { return slip.param.name; });

TEST(Apply, AFaultAtAnyCallLeavesAnEmptyStoreEmpty) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  testing::TestServerSettings settings;
  settings.source = testing::WithFaults(testing::TestEngine(), plan);
  Bench bench(settings);
  base::Result<std::vector<Change>> result;
  const int faults = testing::ForEveryFault(
      *plan, [&] { result = bench.Apply(Full()); },
      [&](int n) {
        ASSERT_FALSE(result) << n;
        EXPECT_EQ(result.error().code, base::Code::kUnavailable) << n;
        EXPECT_TRUE(bench.Environments().empty()) << n;
        EXPECT_EQ(bench.LastEvent(), 0) << n;
      });
  EXPECT_GT(faults, 60);
  EXPECT_EQ(Must(std::move(result)).size(), 11U);
}

// After each fault the previous file still changes nothing. This proves that no part of the new
// file was applied.
TEST(Apply, AFaultAtAnyCallOfAChangeAppliesNoPartOfTheFile) {
  const auto plan = std::make_shared<testing::FaultPlan>();
  testing::TestServerSettings settings;
  settings.source = testing::WithFaults(testing::TestEngine(), plan);
  Bench bench(settings);
  Must(bench.Apply(Full()));
  const std::int64_t last = bench.LastEvent();
  base::Result<std::vector<Change>> result;
  const int faults = testing::ForEveryFault(
      *plan, [&] { result = bench.Apply(Changed()); },
      [&](int n) {
        EXPECT_EQ(CodeOf(result), base::Code::kUnavailable) << n;
        EXPECT_TRUE(Must(bench.Apply(Full())).empty()) << n;
        EXPECT_EQ(bench.LastEvent(), last) << n;
      });
  EXPECT_GT(faults, 60);
  EXPECT_EQ(Must(std::move(result)).size(), 8U);
}

}  // namespace
}  // namespace bearward::provision
