#include "app/provision_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string_view>
#include <utility>
#include <vector>

#include "app/provision_tables.h"
#include "model/access_profile.h"
#include "model/application.h"
#include "model/organization.h"
#include "provision/apply.h"
#include "provision/row_sections.h"
#include "store/api_keys.h"
#include "store/environments.h"
#include "store/objects.h"
#include "store/users.h"
#include "testing/source_dir.h"
#include "testing/test_server.h"

namespace bearward::app {
namespace {

using testing::Must;

// EveryKey is a file that uses every existing key.
std::string EveryKey() {
  std::ifstream file(std::string(testing::kSourceDir) +
                     "/src/app/corpus/provision_file/every_key.toml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string MistakeIn(const std::string& text) {
  const auto world = ParseProvisionFile(text, "w.toml");
  if (world) return "";
  EXPECT_EQ(world.error().code, base::Code::kInvalid);
  EXPECT_EQ(world.error().reason, "provisioning_file");
  return world.error().public_text;
}

TEST(ProvisionFile, EveryKeyArrives) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  ASSERT_EQ(world.environments.size(), 2U);
  EXPECT_TRUE(world.environments[0].values.empty());
  EXPECT_EQ(world.environments[1].name, "demo.workspan.com");
  EXPECT_EQ(world.environments[1].values.at("sandbox"), model::Cell(std::int64_t{1}));
  EXPECT_EQ(world.roles.at(0).name, "Jobs: View");
  EXPECT_EQ(world.roles.at(0).permissions, (std::vector<std::string>{"forms:read", "api:access"}));
  ASSERT_EQ(world.organizations.size(), 2U);
  EXPECT_EQ(world.organizations[0].id, "org_01EHZNVPK3SFK441A1RGBFSHRT");
  EXPECT_EQ(world.organizations[0].number, 28);
  EXPECT_EQ(world.organizations[0].password_policy, model::PolicyLevel::kHigh);
  EXPECT_EQ(world.organizations[1].enabled, true);
  const auto& profile = world.access_profiles.at(0);
  ASSERT_TRUE(profile.allows);
  EXPECT_EQ(profile.allows->at(0), (model::AccessGrant{"*", model::Operation::kRead}));
  EXPECT_EQ(world.applications.at(0).client_secret.Reveal(), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(world.applications.at(0).access_profile, "ObjectRead");
  EXPECT_EQ(world.api_keys.at(0).description, "nightly export");
  EXPECT_EQ(world.api_keys.at(1).environment, "production");
  EXPECT_EQ(world.api_keys.at(1).permissions, (std::vector<std::string>{"tokens:verify"}));
}

TEST(ProvisionFile, NoneForAnAudienceIsNotTheSameAsSilence) {
  const auto world =
      Must(ParseProvisionFile("[[policies]]\nname = \"a\"\n"
                              "[[policies]]\nname = \"b\"\naudience = \"none\"\n",
                              "w.toml"));
  EXPECT_FALSE(world.policies.at(0).values.contains("audience"));
  EXPECT_EQ(world.policies.at(1).values.at("audience"), model::Cell());
}

TEST(ProvisionFile, RateLimitsArriveAndNoneIsNotTheSameAsSilence) {
  using model::RateLimit;
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  EXPECT_EQ(world.organizations.at(0).rate_limit, std::nullopt);
  EXPECT_EQ(world.organizations.at(1).rate_limit,
            (RateLimit{5000, 3600, model::LimitMode::kMonitor}));
  ASSERT_TRUE(world.applications.at(0).rate_limit.has_value());
  EXPECT_EQ(*world.applications.at(0).rate_limit, std::nullopt);
  EXPECT_EQ(world.api_keys.at(0).rate_limit, (RateLimit{100, 60}));
}

TEST(ProvisionFile, UsersAndObjectsArriveWithTheirLists) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  const auto& user = world.users.at(0);
  EXPECT_EQ(user.username, "ann");
  EXPECT_EQ(user.number, 1804);
  EXPECT_EQ(user.job_title, "Planner");
  ASSERT_TRUE(user.memberships);
  EXPECT_EQ(user.memberships->at(0).organization, "Acme");
  EXPECT_EQ(user.memberships->at(0).roles, std::vector<std::string>{"planner"});
  const auto& object = world.objects.at(0);
  EXPECT_EQ(object.number, 194955);
  EXPECT_EQ(object.fields,
            R"({"Description":"Timesheet Form","Live":true,"Pages":3,"Tags":["a"],"Weight":0.5})");
  ASSERT_TRUE(object.members);
  EXPECT_EQ(object.members->at(0).level, model::AccessLevel::kViewer);
  EXPECT_EQ(object.members->at(0).state, model::MemberState::kInvited);
  EXPECT_EQ(object.members->at(1).user, "ann");
}

TEST(ProvisionFile, ForeignHashesArriveWithTheirType) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  const auto& user = world.users.at(1);
  EXPECT_TRUE(user.password_hash.starts_with("{SSHA256}"));
  EXPECT_EQ(user.password_hash_type, crypto::PasswordHashType::kSsha256);
  EXPECT_EQ(user.password_salt_position, crypto::SaltPosition::kPrefix);
  EXPECT_EQ(user.integrator, true);
}

TEST(ProvisionFile, PoliciesArriveWithTheirWords) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  const auto& policy = world.policies.at(0);
  EXPECT_EQ(policy.environment, "production");
  EXPECT_EQ(policy.name, "api");
  EXPECT_EQ(policy.organization, "Acme");
  using Texts = std::vector<std::string>;
  const model::Cell yes = std::int64_t{1};
  const std::map<std::string_view, model::Cell> values = {
      {"credentials", Texts{"bearer", "api_key"}},
      {"permissions", Texts{"forms:read"}},
      {"audience", "https://api.acme.example"},
      {"methods", Texts{"GET", "HEAD"}},
      {"path_prefixes", Texts{"/forms"}},
      {"identity", "x-auth-request"},
      {"identity_jwt", yes},
      {"hide_credential", yes},
      {"path_forms", Texts{"encoded_slash", "semicolon", "double_slash"}},
      {"cors_preflight", yes}};
  EXPECT_EQ(policy.values, values);
}

// A field with kProvision that no value of the file reaches would be one that a file cannot set.
TEST(ProvisionFile, EveryProvisionedFieldOfADescriptionIsInTheFile) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  for (const provision::RowSection& section : provision::kRowSections) {
    const auto& entry = (world.*section.entries).at(0);
    for (const model::Field& field : section.record.fields) {
      if (!field.Is(model::kProvision) || field.name == section.record.AddressName()) continue;
      EXPECT_TRUE(entry.values.contains(field.name)) << section.name << "." << field.name;
    }
  }
}

// The keys of these sections are listed by hand, beside the descriptions of their rows.
TEST(ProvisionFile, EveryProvisionedFieldIsAKeyOfItsSection) {
  const std::pair<std::string_view, const model::Record*> sections[] = {
      {"organizations", &model::kOrganization},
      {"access_profiles", &model::kAccessProfile},
      {"applications", &model::kApplicationRecord}};
  const std::vector<ProvisionTable> tables = ProvisionTables();
  for (const auto& [name, record] : sections) {
    const auto table = std::ranges::find(tables, name, &ProvisionTable::name);
    ASSERT_NE(table, tables.end()) << name;
    std::size_t provisioned = 0;
    for (const model::Field& field : record->fields) {
      if (!field.Is(model::kProvision)) continue;
      ++provisioned;
      EXPECT_NE(std::ranges::find(table->keys, field.name, &ProvisionKey::name), table->keys.end())
          << name << "." << field.name;
    }
    EXPECT_GT(provisioned, 0U) << name;
  }
}

TEST(ProvisionFile, EntriesKnowTheirLine) {
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  EXPECT_EQ(world.environments[0].where.file, "w.toml");
  EXPECT_EQ(world.environments[0].where.line, 1);
  EXPECT_EQ(world.environments[1].where.line, 3);
  EXPECT_EQ(world.users[0].where.line, 23);
}

TEST(ProvisionFile, AppliedTwiceItChangesNothingTheSecondTime) {
  testing::TestServer core;
  provision::Applier applier({*core.store, *core.passwords, core.clock, core.entropy, core.ring});
  const auto world = Must(ParseProvisionFile(EveryKey(), "w.toml"));
  EXPECT_EQ(Must(applier.Apply(world)).size(), 15U);
  EXPECT_TRUE(Must(applier.Apply(world)).empty());
  const auto user = Must(core.store->Read([](store::ReadTx& tx) {
    return store::FindUserByLogin(tx, store::ListEnvironments(tx)->at(0).id, "ann@acme.example");
  }));
  ASSERT_TRUE(user);
  EXPECT_EQ(user->id.text, "user_01E4ZCR3C56J083X43JQXF3JK5");
}

TEST(ProvisionFile, AMistakeThatOnlyTheStoreKnowsNamesTheLineToo) {
  testing::TestServer core;
  provision::Applier applier({*core.store, *core.passwords, core.clock, core.entropy, core.ring});
  const auto world = Must(ParseProvisionFile(
      "[[organizations]]\nname = \"Acme\"\n\n[[applications]]\nname = \"Export\"\n"
      "organization = \"Acmee\"\n",
      "w.toml"));
  const auto result = applier.Apply(world);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().public_text,
            "w.toml:4: unknown organization \"Acmee\". Did you mean \"Acme\"?");
}

TEST(ProvisionFile, AnEmptyFileIsAnEmptyWorld) {
  const auto world = Must(ParseProvisionFile("# nothing\n", "w.toml"));
  EXPECT_TRUE(world.environments.empty());
  EXPECT_TRUE(world.objects.empty());
}

// Slip is a file with one mistake and a part of the expected error text.
struct Slip {
  std::string name;
  std::string file;
  std::string text;
};

class ProvisionFileSlips : public ::testing::TestWithParam<Slip> {};

TEST_P(ProvisionFileSlips, NamesThePlaceAndHelps) {
  EXPECT_EQ(MistakeIn(GetParam().file), GetParam().text);
}

const std::vector<Slip> kSlips = {
    {"UnknownSection", "[[roles]]\nslug = \"a\"\n[[organisations]]\nname = \"Acme\"\n",
     "w.toml:3: unknown key `organisations` in the file. Did you mean \"organizations\"?"},
    {"UnknownKey", "[[users]]\nusername = \"ann\"\npasword = \"secret\"\n",
     "w.toml:3: unknown key `pasword` in users. Did you mean \"password\"?"},
    {"UnknownKeyFarFromAll", "[[users]]\nusername = \"ann\"\nshoe_size = 44\n",
     "w.toml:3: unknown key `shoe_size` in users. Known keys: environment, username, email, id, "
     "password, password_hash, password_hash_type, password_salt_position, number, first_name, "
     "last_name, job_title, active, integrator, password_change_required, memberships."},
    {"UnknownKeyInAMembership",
     "[[users]]\nusername = \"ann\"\nmemberships = [ { organization = \"Acme\", role = [] } ]\n",
     "w.toml:3: unknown key `role` in memberships. Did you mean \"roles\"?"},
    {"PlainTable", "[users]\nusername = \"ann\"\n",
     "w.toml:1: [users] is one table of a list. Write [[users]]"},
    {"SectionThatIsAText", "users = \"ann\"\n",
     "w.toml:1: `users` has the wrong type. Write a list in brackets."},
    {"TextForNumber", "[[organizations]]\nname = \"Acme\"\nnumber = \"28\"\n",
     "w.toml:3: `number` has the wrong type. Write a whole number, without quotes."},
    {"NumberForText", "[[users]]\nusername = 28\n",
     "w.toml:2: `username` has the wrong type. Write a text in quotes."},
    {"NumberForSecret", "[[users]]\nusername = \"ann\"\npassword = 12345678\n",
     "w.toml:3: `password` has the wrong type. Write a text in quotes."},
    {"TextForFlag", "[[users]]\nusername = \"ann\"\nactive = \"yes\"\n",
     "w.toml:3: `active` has the wrong type. Write true or false, without quotes."},
    {"TextForList", "[[roles]]\nslug = \"a\"\npermissions = \"forms:read\"\n",
     "w.toml:3: `permissions` has the wrong type. Write a list in brackets."},
    {"NumberInAListOfTexts", "[[roles]]\nslug = \"a\"\npermissions = [\n  \"forms:read\",\n  7 ]\n",
     "w.toml:5: `permissions` has the wrong type. Write a text in quotes."},
    {"UnknownHashType", "[[users]]\nusername = \"ann\"\npassword_hash_type = \"argon\"\n",
     "w.toml:3: `password_hash_type` cannot be \"argon\". Did you mean \"argon2\"?"},
    {"UnknownPolicy", "[[organizations]]\nname = \"Acme\"\npassword_policy = \"hihg\"\n",
     "w.toml:3: `password_policy` cannot be \"hihg\". Did you mean \"high\"?"},
    {"UnknownCredentialOfAPolicy",
     "[[policies]]\nname = \"api\"\ncredentials = [\"bearer\",\n \"apikey\"]\n",
     "w.toml:4: `credentials` cannot be \"apikey\". Did you mean \"api_key\"?"},
    {"UnknownIdentityOfAPolicy", "[[policies]]\nname = \"api\"\nidentity = \"jwt\"\n",
     "w.toml:3: `identity` cannot be \"jwt\". It is one of remote, x-auth-request."},
    {"UnknownKeyOfAPolicy", "[[policies]]\nname = \"api\"\npermission = [\"forms:read\"]\n",
     "w.toml:3: unknown key `permission` in policies. Did you mean \"permissions\"?"},
    {"UnknownKeyOfAFeatureFlag", "[[feature_flags]]\nslug = \"beta\"\nenable = true\n",
     "w.toml:3: unknown key `enable` in feature_flags. Did you mean \"enabled\"?"},
    {"TextForAFlagOfAFeatureFlag", "[[feature_flags]]\nslug = \"beta\"\nenabled = \"yes\"\n",
     "w.toml:3: `enabled` has the wrong type. Write true or false, without quotes."},
    {"PlainTableOfRows", "[feature_flags]\nslug = \"beta\"\n",
     "w.toml:1: [feature_flags] is one table of a list. Write [[feature_flags]]"},
    {"RowsThatAreAText", "resource_types = \"project\"\n",
     "w.toml:1: `resource_types` has the wrong type. Write a list in brackets."},
    {"RowThatIsAText", "resource_types = [\"project\"]\n",
     "w.toml:1: `resource_types` has the wrong type. Write a table."},
    {"UnknownLevel", "[[objects]]\nmembers = [ { organization = \"Acme\", level = \"boss\" } ]\n",
     "w.toml:2: `level` cannot be \"boss\". It is one of owner, collaborator, participant, "
     "viewer."},
    {"UnknownState",
     "[[objects]]\nmembers = [ { organization = \"Acme\", state = \"acepted\" } ]\n",
     "w.toml:2: `state` cannot be \"acepted\". Did you mean \"accepted\"?"},
    {"MalformedGrant", "[[access_profiles]]\nname = \"P\"\nallows = [\"read\"]\n",
     "w.toml:3: \"read\" is not a grant. Write kind:operation, with the operation read, write or "
     "link, for example *:read"},
    {"MalformedRateLimit", "[[api_keys]]\nuser = \"ann\"\nrate_limit = \"100/m\"\n",
     "w.toml:3: \"100/m\" is not a rate limit. Write permits/seconds, for example 100/60s, with "
     "\" monitor\" after it to count only, or none."},
    {"MalformedDigest", "[[api_keys]]\norganization = \"A\"\nvalue_sha256 = \"c2hvcnQ=\"\n",
     "w.toml:3: `value_sha256` is not a SHA-256 digest. Write its 64 digits of hex, or the 44 "
     "characters of its base64 with padding"},
    {"MalformedTime", "[[api_keys]]\nuser = \"ann\"\nexpires_at = \"soon\"\n",
     "w.toml:3: \"soon\" is not a time. Write it like \"2031-05-06T07:08:09Z\""},
    {"NumberForRateLimit", "[[api_keys]]\nuser = \"ann\"\nrate_limit = 100\n",
     "w.toml:3: `rate_limit` has the wrong type. Write a text in quotes."},
    {"FieldsThatAreNoTable", "[[objects]]\nfields = \"x\"\n",
     "w.toml:2: `fields` has the wrong type. Write a table, for example { Description = \"Form\" "
     "}."},
    {"DateInFields", "[[objects]]\nfields = { Made = 2031-05-06 }\n",
     "w.toml:2: `Made` has the wrong type. Write dates and times as texts in quotes."},
    {"NotANumberInFields", "[[objects]]\nfields = { Weight = nan }\n",
     "w.toml:2: `Weight` has the wrong type. Write a number that is finite."},
};

INSTANTIATE_TEST_SUITE_P(All, ProvisionFileSlips, ::testing::ValuesIn(kSlips),
                         [](const auto& slip) { return slip.param.name; });

TEST(ProvisionFile, BrokenTomlNamesTheLine) {
  const std::string broken = MistakeIn("[[users]]\nusername = \n");
  EXPECT_TRUE(broken.starts_with("w.toml:2: malformed TOML: ")) << broken;
  const std::string twice = MistakeIn("[[users]]\nusername = \"a\"\nusername = \"b\"\n");
  EXPECT_TRUE(twice.starts_with("w.toml:3: malformed TOML: ")) << twice;
}

// This input used to fail an assertion of the TOML library, which ended the process.
TEST(ProvisionFile, ThreeBracketsAreAMistakeLikeAnyOther) {
  EXPECT_EQ(MistakeIn("[[users]]\nusername = \"ann\"\n\n[[[users.]\nx = 1\ny = 2\n"),
            "w.toml:4: malformed TOML: the line is malformed.");
  EXPECT_EQ(MistakeIn("[[["), "w.toml:1: malformed TOML: the line is malformed.");
}

// Undefined behaviour in the TOML library, found by the fuzz program.
TEST(ProvisionFile, AnUnquotedLetterBeyondAsciiIsAMistakeLikeAnyOther) {
  EXPECT_TRUE(MistakeIn("[[objects]]\nk\xce\x93 = 1\n").starts_with("w.toml:2: "));
}

TEST(ProvisionFile, NestingWithoutEndIsRefused) {
  const std::string deep = "[[objects]]\nfields = { a = " + std::string(100'000, '[') + " }\n";
  EXPECT_TRUE(MistakeIn(deep).starts_with("w.toml:2: malformed TOML: "));
}

}  // namespace
}  // namespace bearward::app
