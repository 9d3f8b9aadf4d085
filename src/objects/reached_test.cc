#include "objects/reached.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "json/writer.h"
#include "objects/reach.h"
#include "store/applications.h"
#include "store/objects.h"
#include "testing/cast.h"

namespace bearward::objects {
namespace {

using testing::Must;
using enum model::AccessLevel;
using enum model::Operation;

class ReachedTest : public ::testing::Test {
 protected:
  ReachedTest() { SetProfile({"*:read"}); }

  void SetProfile(const std::vector<std::string>& grants) {
    model::AccessProfile profile{.name = "ObjectRead", .grants = {}};
    for (const std::string& grant : grants) {
      profile.grants.push_back(Must(model::ParseGrant(grant)));
    }
    Must(world_.store->Write([&](store::WriteTx& tx) {
      return store::PutAccessProfile(tx, cast_.production, profile);
    }));
  }
  // Put makes an object of Globex that is shared with Acme in these ways.
  void Put(const std::string& kind, std::int64_t number,
           const std::vector<std::pair<model::AccessLevel, model::MemberState>>& members) {
    model::Object object;
    object.environment = cast_.production;
    object.id = {kind + std::to_string(number)};
    object.kind = kind;
    object.number = number;
    object.owner = cast_.globex;
    object.fields =
        R"({"stage":"won","financials":{"margin":30},"company.centre":"G","a":{"b":1}})";
    std::vector<model::ObjectMember> rows;
    for (const auto& [level, state] : members) {
      rows.push_back({.environment = cast_.production,
                      .object = object.id,
                      .organization = cast_.acme,
                      .user = model::UserId{"user_" + std::to_string(rows.size())},
                      .level = level,
                      .state = state});
    }
    Must(world_.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY(store::PutObject(tx, object));
      BW_TRY(store::ReplaceMembers(tx, object.environment, object.id, rows));
      return store::PutExternalId(tx,
                                  {cast_.production, object.id, "company.id", "x", cast_.globex});
    }));
  }
  base::Result<std::vector<ReachedRow>> List(const model::Caller& caller, const std::string& kind) {
    return world_.store->Read([&](store::ReadTx& tx) {
      return ListReached(tx, caller.principal(), caller->organization, kind, kRead);
    });
  }
  std::string Numbers(const model::Caller& caller, const std::string& kind) {
    std::string numbers;
    for (const ReachedRow& one : Must(List(caller, kind))) {
      numbers += std::to_string(one.row.object.number) + " ";
    }
    return numbers;
  }

  testing::Cast cast_;
  testing::TestServer& world_ = cast_.world;
};

TEST_F(ReachedTest, OnlyObjectsWithAnAcceptedMemberAreListed) {
  using enum model::MemberState;
  Put("lead", 1, {{kViewer, kAccepted}});
  Put("lead", 2, {});
  Put("lead", 3, {{kOwner, kInvited}});
  Put("lead", 4, {{kOwner, kWithdrawn}, {kParticipant, kAccepted}});
  Put("deal", 5, {{kOwner, kAccepted}});
  EXPECT_EQ(Numbers(cast_.As(cast_.exporter), "lead"), "1 4 ");
}

TEST_F(ReachedTest, APrivateKindIsListedForItsOwnerOnly) {
  Put("account", 1, {{kOwner, model::MemberState::kAccepted}});
  EXPECT_EQ(Numbers(cast_.As(cast_.exporter), "account"), "");
}

TEST_F(ReachedTest, ValuesAreThoseThatTheOrganizationMaySee) {
  using model::MemberState;
  Put("lead", 1, {{kViewer, MemberState::kAccepted}});
  Put("lead", 2, {{kParticipant, MemberState::kAccepted}});
  const auto rows = Must(List(cast_.As(cast_.exporter), "lead"));
  const auto shown = [&](std::size_t row, std::string_view field,
                         const model::OrganizationId& viewer) {
    return json::ToText(VisibleValue(rows.at(row), field, viewer));
  };
  EXPECT_EQ(shown(0, "stage", cast_.acme), "\"won\"");
  EXPECT_EQ(shown(0, "a.b", cast_.acme), "1");
  EXPECT_EQ(shown(0, "none", cast_.acme), "null");
  EXPECT_EQ(shown(0, "financials.margin", cast_.acme), "30");
  EXPECT_EQ(shown(1, "financials.margin", cast_.acme), "null");
  EXPECT_EQ(shown(1, "financials", cast_.acme), "null") << "the section as a whole";
  EXPECT_EQ(shown(0, "company.centre", cast_.acme), "null");
  EXPECT_EQ(shown(0, "company.centre", cast_.globex), "\"G\"");
  EXPECT_EQ(shown(0, "company.id", cast_.acme), "null") << "an external id";
  EXPECT_EQ(shown(0, "company.id", cast_.globex), "\"x\"");
}

TEST_F(ReachedTest, TheProfileIsCheckedFirst) {
  SetProfile({"deal:read"});
  EXPECT_EQ(List(cast_.As(cast_.exporter), "lead").error().reason, "profile_lacks_kind");
  SetProfile({"*:write"});
  EXPECT_EQ(List(cast_.As(cast_.exporter), "lead").error().reason, "profile_lacks_operation");
  EXPECT_EQ(List(cast_.As(cast_.admin), "lead").error().reason, "not_an_application");
}

TEST_F(ReachedTest, OwnDataNeedsTheKindAndNamedDataItsName) {
  const auto check = [&](auto function) {
    const model::Caller caller = cast_.As(cast_.exporter);
    return world_.store
        ->Read([&](store::ReadTx& tx) { return function(tx, caller.principal(), "user", kRead); })
        .has_value();
  };
  EXPECT_TRUE(check(CheckOwn));
  EXPECT_FALSE(check(CheckNamed)) << "a grant for every kind names none";
  SetProfile({"user:read"});
  EXPECT_TRUE(check(CheckOwn));
  EXPECT_TRUE(check(CheckNamed));
  SetProfile({"user:write"});
  EXPECT_FALSE(check(CheckOwn));
  EXPECT_FALSE(check(CheckNamed));
}

}  // namespace
}  // namespace bearward::objects
