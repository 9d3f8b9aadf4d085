#include "users/company_users.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "store/applications.h"
#include "store/memberships.h"
#include "store/users.h"
#include "testing/cast.h"
#include "users/memberships.h"

namespace bearward::users {
namespace {

using testing::Must;
using enum model::Operation;

struct FaultCase {
  std::string name;
  std::function<base::Status(const CompanyUsers& users, const model::Caller& caller,
                             const CompanyUser& bob)>
      run;
  std::vector<std::string> events = {};
};

template <class T>
base::Status Drop(const base::Result<T>& result) {
  if (!result) return base::Fail(result.error());
  return {};
}

CompanyUserForm FormOf(const std::string& login) {
  CompanyUserForm form;
  form.login = login;
  return form;
}

std::vector<FaultCase> FaultCases() {
  return {
      {"Create",
       [](auto& users, auto& caller, auto&) {
         return Drop(users.Create(caller, FormOf("new@acme.example")));
       },
       {"user.created", "organization_membership.created"}},
      {"Read",
       [](auto& users, auto& caller, auto& bob) { return Drop(users.Read(caller, bob.user.id)); }},
      {"List",
       [](auto& users, auto& caller, auto&) {
         return Drop(users.List(caller, [](const CompanyUser&) { return true; }, 0, 10));
       }},
      {"Update",
       [](auto& users, auto& caller, auto& bob) {
         CompanyUserForm form = FormOf(bob.login());
         form.first_name = "Robert";
         form.active = false;
         return Drop(users.Update(caller, bob.user.id, form));
       },
       {"user.updated", "organization_membership.updated"}},
  };
}

class CompanyUsersFaults : public ::testing::TestWithParam<FaultCase> {};

std::string CaseName(const ::testing::TestParamInfo<FaultCase>& row) { return row.param.name; }
INSTANTIATE_TEST_SUITE_P(Verbs, CompanyUsersFaults, ::testing::ValuesIn(FaultCases()), CaseName);

TEST_P(CompanyUsersFaults, EveryFaultIsUnavailableAndLeavesNothingHalfDone) {
  testing::FaultyCast faulty;
  testing::Cast& cast = faulty.cast;
  const model::AccessProfile profile{"ObjectRead", {{"user", kRead}, {"user", kWrite}}};
  Must(cast.world.store->Write(
      [&](store::WriteTx& tx) { return store::PutAccessProfile(tx, cast.production, profile); }));
  const resource::Parts parts{*cast.world.store, cast.world.clock, cast.world.entropy};
  const Memberships memberships(parts);
  const CompanyUsers users(parts, memberships);
  const model::Caller exporter = cast.As(cast.exporter);
  const CompanyUser bob = Must(users.Read(exporter, cast.bob));
  const std::int64_t before = cast.LastEvent();
  base::Status status;
  const int faults = testing::ForEveryFault(
      *faulty.plan, [&] { status = GetParam().run(users, exporter, bob); },
      [&](int n) {
        ASSERT_FALSE(status) << n;
        EXPECT_EQ(status.error().code, base::Code::kUnavailable) << n;
        EXPECT_EQ(cast.LastEvent(), before) << n;
        const CompanyUser after = Must(users.Read(exporter, cast.bob));
        EXPECT_TRUE(after.active()) << n;
        EXPECT_EQ(after.user.first_name, bob.user.first_name) << n;
      });
  EXPECT_GT(faults, 1);
  EXPECT_TRUE(status) << "the run without a fault";
  EXPECT_EQ(cast.NamesAfter(before), GetParam().events);
}

TEST(CompanyUsers, OnlyApplicationsOfTheOrganizationUseThem) {
  testing::Cast cast;
  const resource::Parts parts{*cast.world.store, cast.world.clock, cast.world.entropy};
  const Memberships memberships(parts);
  const CompanyUsers users(parts, memberships);
  EXPECT_EQ(users.Read(cast.As(cast.admin), cast.bob).error().reason, "not_an_application");
  EXPECT_EQ(users.Create(cast.As(cast.production), FormOf("new@acme.example")).error().reason,
            "not_an_application");
  EXPECT_EQ(users.Read(cast.As(cast.collector), cast.bob).error().reason, "user_not_found");
}

}  // namespace
}  // namespace bearward::users
