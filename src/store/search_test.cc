// The lists that are searched by the beginning of a text (search.h), on every engine.
#include "store/search.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "model/application.h"
#include "model/feature_flag.h"
#include "model/group.h"
#include "model/membership.h"
#include "model/organization.h"
#include "model/organization_api_key.h"
#include "model/permission.h"
#include "model/policy_record.h"
#include "model/user.h"
#include "store/environments.h"
#include "store/objects.h"
#include "store/organizations.h"
#include "store/table.h"
#include "store/users.h"
#include "testing/memory_store.h"
#include "testing/sample_record.h"
#include "testing/sample_rows.h"

namespace bearward::store {
namespace {

using testing::Must;
using Ids = std::vector<std::string>;

const model::EnvironmentId kOne = {"env_1"};
const model::EnvironmentId kTwo = {"env_2"};

class SearchTest : public ::testing::Test {
 protected:
  SearchTest() {
    for (const char* environment : {"env_1", "env_2"}) {
      db_.Write(InsertEnvironment, testing::SampleEnvironment(environment));
      for (int number : {1, 2}) {
        db_.Write(InsertOrganization, testing::SampleOrganization(environment, number));
      }
    }
  }

  // Put inserts a sample row of a record whose name is `name`.
  void Put(const model::Record& record, std::int64_t number, const std::string& name,
           const std::string& environment = "env_1", const std::string& organization = "org_1") {
    const auto row = testing::SampleRecord(record, environment, organization, number);
    const model::Field* const field = record.Find("name");
    if (field == nullptr) {
      record.entity(row.get()).id = name;
    } else {
      field->set(row.get(), name);
    }
    Must(db_->Write([&](WriteTx& tx) { return Table(record).Insert(tx, row.get()); }));
  }

  void PutUser(std::int64_t number, const std::string& email, const std::string& first_name,
               const std::string& last_name, const std::string& environment = "env_1") {
    model::User user = testing::SampleUser(environment, number);
    user.email = email;
    user.username = "login" + std::to_string(number);
    user.first_name = first_name;
    user.last_name = last_name;
    db_.Write(InsertUser, user);
  }

  // Found returns the ids of the rows that a search finds, in ascending order.
  Ids Found(const model::Record& record, const Search& search, const std::string& text,
            const model::EnvironmentId& environment = kOne, const Filter* filter = nullptr) {
    PageQuery query;
    query.environment = environment;
    query.order = Order::kAscending;
    query.search = &search;
    query.text = text;
    if (filter != nullptr) query.filters = {*filter};
    return Listed(record, query);
  }

  Ids Listed(const model::Record& record, const PageQuery& query) {
    std::vector<std::shared_ptr<void>> rows;
    Must(db_->Read([&](ReadTx& tx) {
      return Table(record).List(tx, query, [&] { return rows.emplace_back(record.make()).get(); });
    }));
    Ids ids;
    for (const auto& row : rows) ids.push_back(record.entity(row.get()).id);
    return ids;
  }

  testing::MemoryStore db_;
};

// Searched is a list that is searched by name.
struct Searched {
  const model::Record* record;
  const Search* search;
};

class SearchByName : public SearchTest, public ::testing::WithParamInterface<Searched> {
 protected:
  const model::Record& record() const { return *GetParam().record; }
  Ids Find(const std::string& text, const model::EnvironmentId& environment = kOne,
           const Filter* filter = nullptr) {
    return Found(record(), *GetParam().search, text, environment, filter);
  }
  std::string Id(std::int64_t number) const {
    const auto row = testing::SampleRecord(record(), "env_1", "org_1", number);
    return record().entity(row.get()).id;
  }
};

TEST_P(SearchByName, TheBeginningOfTheNameFindsARowInAnyCase) {
  Put(record(), 11, "Nightly Export");
  Put(record(), 12, "nightly import");
  Put(record(), 13, "Hourly nightly");
  EXPECT_EQ(Find("NIGHTLY"), (Ids{Id(11), Id(12)}));
  EXPECT_EQ(Find("nightly e"), Ids{Id(11)});
  EXPECT_EQ(Find("export"), Ids{}) << "only beginnings";
  EXPECT_EQ(Find("Nightly Exports"), Ids{});
}

TEST_P(SearchByName, EveryCharacterStandsForItself) {
  Put(record(), 11, "100% of_it's \"mine\" \\ !");
  Put(record(), 12, "100 percent");
  Put(record(), 13, "Ärger");
  EXPECT_EQ(Find("100%"), Ids{Id(11)});
  EXPECT_EQ(Find("100_"), Ids{});
  EXPECT_EQ(Find("%"), Ids{});
  EXPECT_EQ(Find("100% of_it's \"mine\" \\ !"), Ids{Id(11)});
  EXPECT_EQ(Find("' OR 1 = 1 --"), Ids{});
  EXPECT_EQ(Find("?1"), Ids{});
  EXPECT_EQ(Find("Ä"), Ids{Id(13)});
}

// Incident class of one tenant that reads the rows of another one.
TEST_P(SearchByName, ASearchFindsNoRowOfAnotherEnvironment) {
  Put(record(), 11, "Shared name");
  EXPECT_EQ(Find("shared", kTwo), Ids{});
  EXPECT_EQ(Find("shared", kOne), Ids{Id(11)}) << "control";
}

// SearchInOrganization has the lists whose rows belong to an organization.
class SearchInOrganization : public SearchByName {};

TEST_P(SearchInOrganization, ASearchFindsNoRowOfAnotherOrganization) {
  Put(record(), 11, "Shared name", "env_1", "org_1");
  Put(record(), 12, "Shared name", "env_1", "org_2");
  PageQuery query;
  query.environment = kOne;
  query.search = GetParam().search;
  query.text = "shared";
  query.organization = model::OrganizationId{"org_2"};
  EXPECT_EQ(Listed(record(), query), Ids{Id(12)});
  query.organization = model::OrganizationId{"org_1"};
  EXPECT_EQ(Listed(record(), query), Ids{Id(11)}) << "control";
  const Filter filter{record().Find("organization_id"), {"org_2"}};
  EXPECT_EQ(Find("shared", kOne, &filter), Ids{Id(12)});
}

TEST_P(SearchByName, TheRowsFoundArePaged) {
  for (int number = 11; number < 16; ++number) Put(record(), number, "Page");
  Put(record(), 16, "Other");
  PageQuery query;
  query.environment = kOne;
  query.order = Order::kAscending;
  query.limit = 2;
  query.search = GetParam().search;
  query.text = "page";
  EXPECT_EQ(Listed(record(), query), (Ids{Id(11), Id(12)}));
  query.after = Id(12);
  EXPECT_EQ(Listed(record(), query), (Ids{Id(13), Id(14)}));
  query.after = std::nullopt;
  query.before = Id(13);
  EXPECT_EQ(Listed(record(), query), (Ids{Id(11), Id(12)}));
}

constexpr Searched kInOrganizations[] = {{&model::kApplicationRecord, &kApplicationSearch},
                                         {&model::kGroup, &kGroupSearch}};
constexpr Searched kInEnvironments[] = {{&model::kFeatureFlag, &kFlagSearch},
                                        {&model::kPermissionRecord, &kPermissionSearch}};

std::string TableOf(const ::testing::TestParamInfo<Searched>& tested) {
  return std::string(tested.param.record->table);
}

INSTANTIATE_TEST_SUITE_P(Lists, SearchInOrganization, ::testing::ValuesIn(kInOrganizations),
                         TableOf);
INSTANTIATE_TEST_SUITE_P(ListsOfOrganizations, SearchByName, ::testing::ValuesIn(kInOrganizations),
                         TableOf);
INSTANTIATE_TEST_SUITE_P(ListsOfEnvironments, SearchByName, ::testing::ValuesIn(kInEnvironments),
                         TableOf);

// Lists without pages are compared in memory (BeginsWith), and must find the same rows.
TEST_F(SearchTest, AListThatIsReadWholeFindsWhatARangeFinds) {
  const std::vector<std::string> names = {"Nightly Export", "nightly",      "100% of_it's",
                                          "100 more",       "\xC3\x84rger", "\xC3\xA4rger",
                                          "Hourly nightly"};
  Ids ids;
  for (std::int64_t number = 11; const std::string& name : names) {
    Put(model::kGroup, number, name);
    const auto row = testing::SampleRecord(model::kGroup, "env_1", "org_1", number++);
    ids.push_back(model::kGroup.entity(row.get()).id);
  }
  for (const char* text : {"NIGHT", "nightly", "nightly e", "100%", "100_", "%", "\xC3\x84",
                           "hourly nightly and more", "'", "?1"}) {
    Ids compared;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (BeginsWith(names[i], text)) compared.push_back(ids[i]);
    }
    EXPECT_EQ(Found(model::kGroup, kGroupSearch, text), compared) << text;
  }
  EXPECT_TRUE(BeginsWith("", "")) << "an empty text finds all";
  EXPECT_FALSE(BeginsWith("", "a"));
}

TEST_F(SearchTest, KeysOfAnOrganizationAreFoundByTheirNames) {
  PutUser(11, "ann@acme.example", "Ann", "Lee");
  PutUser(12, "bob@acme.example", "Bob", "Ray");
  Put(model::kOrganizationApiKey, 11, "Nightly", "env_1", "org_1");
  Put(model::kOrganizationApiKey, 12, "nightly", "env_1", "org_2");
  const Filter filter{model::kOrganizationApiKey.Find("organization_id"), {"org_1"}};
  const auto found = [&](const std::string& text) {
    return Found(model::kOrganizationApiKey, kOrganizationKeySearch, text, kOne, &filter);
  };
  EXPECT_EQ(found("NIGHT"), Ids{"api_key_11"});
  EXPECT_EQ(found("light"), Ids{});
}

TEST_F(SearchTest, PoliciesAreFoundByTheirKeys) {
  Put(model::kPolicy, 11, "forms-read");
  Put(model::kPolicy, 12, "forms-write");
  Put(model::kPolicy, 13, "reports");
  const auto found = [&](const std::string& text) {
    return Found(model::kPolicy, kPolicySearch, text);
  };
  EXPECT_EQ(found("FORMS-"), (Ids{"forms-read", "forms-write"}));
  EXPECT_EQ(found("forms-w"), Ids{"forms-write"});
  EXPECT_EQ(Found(model::kPolicy, kPolicySearch, "forms", kTwo), Ids{});
}

TEST_F(SearchTest, PermissionsAreAlsoFoundByTheirSlugs) {
  Put(model::kPermissionRecord, 11, "Read the forms");
  const auto row = model::kPermissionRecord.make();
  PageQuery query;
  query.environment = kOne;
  Must(db_->Read([&](ReadTx& tx) {
    return Table(model::kPermissionRecord).List(tx, query, [&] { return row.get(); });
  }));
  const auto slug = std::get<std::string>(model::kPermissionRecord.Find("slug")->get(row.get()));
  EXPECT_EQ(Found(model::kPermissionRecord, kPermissionSearch, slug), Ids{"perm_11"});
  EXPECT_EQ(Found(model::kPermissionRecord, kPermissionSearch, "x" + slug), Ids{});
}

TEST_F(SearchTest, UsersAreFoundByAddressAndNames) {
  PutUser(11, "quilt@foo.example", "Ann", "Yen");
  PutUser(12, "zed@foo.example", "Quill", "Lee");
  PutUser(13, "", "", "");
  const auto found = [&](const std::string& text) {
    return Found(model::kUserRecord, kUserSearch, text);
  };
  EXPECT_EQ(found("QUIL"), (Ids{"user_11", "user_12"}));
  EXPECT_EQ(found("ye"), Ids{"user_11"});
  EXPECT_EQ(found("login13"), Ids{"user_13"});
  EXPECT_EQ(found("foo"), Ids{});
  EXPECT_EQ(found("quilt%"), Ids{});
}

TEST_F(SearchTest, MembershipsAreFoundByTheirUsersInOneOrganization) {
  PutUser(11, "quilt@foo.example", "Ann", "O'Yen");
  PutUser(12, "quill@foo.example", "Bob", "Lee");
  PutUser(13, "none@foo.example", "Cat", "Ray");
  PutUser(11, "quilt@foo.example", "Ann", "O'Yen", "env_2");
  const auto join = [&](std::int64_t user, const char* environment, const char* organization) {
    const auto row = testing::SampleRecord(model::kMembership, environment, organization, user);
    Must(db_->Write([&](WriteTx& tx) { return Table(model::kMembership).Insert(tx, row.get()); }));
    return model::kMembership.entity(row.get()).id;
  };
  const std::string quilt = join(11, "env_1", "org_1");
  const std::string quill = join(12, "env_1", "org_2");
  join(13, "env_1", "org_1");
  const auto found = [&](const std::string& text, const char* organization,
                         const model::EnvironmentId& environment = kOne) {
    const Filter filter{model::kMembership.Find("organization_id"), {organization}};
    return Found(model::kMembership, kMembershipSearch, text, environment, &filter);
  };
  EXPECT_EQ(found("QUIL", "org_1"), Ids{quilt}) << "each once, although two parts find it";
  EXPECT_EQ(found("quil", "org_2"), Ids{quill});
  EXPECT_EQ(found("o'y", "org_1"), Ids{quilt});
  EXPECT_EQ(found("ann", "org_1"), Ids{quilt});
  EXPECT_EQ(found("yen", "org_1"), Ids{}) << "only beginnings";
  EXPECT_EQ(found("quil", "org_1", kTwo), Ids{}) << "the user of that environment is no member";
  EXPECT_EQ(found("%", "org_1"), Ids{});
}

TEST_F(SearchTest, RowsAreListedByTheirIds) {
  const auto found = [&](Ids ids, const model::EnvironmentId& environment) {
    PageQuery query;
    query.environment = environment;
    query.order = Order::kAscending;
    query.filters = {{nullptr, std::move(ids), kOrganizationsById}};
    return Listed(model::kOrganization, query);
  };
  EXPECT_EQ(found({"org_2", "org_9"}, kOne), Ids{"org_2"});
  EXPECT_EQ(found({"org_1", "org_2"}, kOne), (Ids{"org_1", "org_2"}));
  db_.Write(InsertOrganization, testing::SampleOrganization("env_2", 3));
  EXPECT_EQ(found({"org_3"}, kOne), Ids{}) << "of another environment";
  EXPECT_EQ(found({"org_3"}, kTwo), Ids{"org_3"}) << "control";
}

TEST_F(SearchTest, ObjectsOfAKindAreFoundByTheirNames) {
  std::int64_t number = 11;
  for (const char* name : {"Deal 1%", "deal two", "No deal"}) {
    model::Object object = testing::SampleObject("env_1", number++);
    object.name = name;
    db_.Write(PutObject, object);
  }
  // Another environment may have an object with the same id.
  model::Object elsewhere = testing::SampleObject("env_2", 11);
  elsewhere.name = "Elsewhere";
  db_.Write(PutObject, elsewhere);
  const auto found = [&](const std::string& text, KindQuery query) {
    query.search = text;
    Ids names;
    for (const model::Object& one : db_.Read(ListObjectsInKind, query).rows) {
      names.push_back(one.name);
    }
    return names;
  };
  KindQuery query;
  query.environment = kOne;
  query.kind = "form";
  EXPECT_EQ(found("DEAL", query), (Ids{"Deal 1%", "deal two"}));
  EXPECT_EQ(found("deal 1%", query), Ids{"Deal 1%"});
  EXPECT_EQ(found("deal %", query), Ids{});
  query.owner = model::OrganizationId{"org_1"};
  EXPECT_EQ(found("deal t", query), Ids{"deal two"});
  query.after = "11";
  EXPECT_EQ(found("deal", query), Ids{"deal two"});
  query.after = std::nullopt;
  query.owner = model::OrganizationId{"org_2"};
  EXPECT_EQ(found("deal", query), Ids{}) << "another owner";
  query.owner = std::nullopt;
  query.environment = kTwo;
  EXPECT_EQ(found("deal", query), Ids{}) << "another environment";
}

}  // namespace
}  // namespace bearward::store
