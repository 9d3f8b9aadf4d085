#include "provision/check_provisioning_file.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "provision/row_sections.h"

namespace bearward::provision {
namespace {

using Texts = std::vector<std::string>;

// Malformed is a file with one invalid value and a part of the expected error text.
struct Malformed {
  std::string name;
  std::function<void(ProvisioningFile&)> make;
  std::string text;
};

// One returns the first entry of a list, at FILE:LINE w.toml:7, with the required values of every
// entry.
template <class Entry>
Entry& One(std::vector<Entry>& entries) {
  Entry& entry = entries.emplace_back();
  entry.where = {"w.toml", 7};
  if constexpr (requires { entry.name = std::string(); }) entry.name = "Acme";
  // A key has one owner, which each case names.
  if constexpr (requires { entry.organization; } && !requires { entry.value_sha256; }) {
    entry.organization = "Acme";
  }
  if constexpr (requires { entry.slug; }) entry.slug = "planner";
  if constexpr (requires { entry.kind; }) entry.kind = "form";
  if constexpr (requires { entry.username; }) entry.username = "ann";
  if constexpr (requires { entry.values; }) entry.name = "api";
  return entry;
}

ApiKeyEntry& UserKey(ProvisioningFile& w) {
  ApiKeyEntry& entry = One(w.api_keys);
  entry.user = "ann";
  return entry;
}

ApiKeyEntry& EnvironmentKey(ProvisioningFile& w) {
  ApiKeyEntry& entry = One(w.api_keys);
  entry.environment = "production";
  return entry;
}

const std::vector<Malformed> kMalformed = {
    {"EnvironmentWithoutName", [](ProvisioningFile& w) { One(w.environments).name = ""; },
     "`name` is missing"},
    {"NameWithLineBreak", [](ProvisioningFile& w) { One(w.environments).name = "a\nb"; },
     "`name` is not a name"},
    {"NameWithSpaceAtTheEnd", [](ProvisioningFile& w) { One(w.organizations).name = "Acme "; },
     "`name` is not a name"},
    {"NameTooLong", [](ProvisioningFile& w) { One(w.organizations).name = std::string(201, 'a'); },
     "`name` is not a name"},
    {"RoleWithoutSlug", [](ProvisioningFile& w) { One(w.roles).slug = ""; }, "`slug` is missing"},
    {"SlugWithSpace", [](ProvisioningFile& w) { One(w.roles).slug = "a planner"; },
     "`slug` is malformed"},
    {"EmptyPermission", [](ProvisioningFile& w) { One(w.roles).permissions = {""}; },
     "the permission \"\" is malformed"},
    {"PermissionWithLineBreak", [](ProvisioningFile& w) { One(w.roles).permissions = {"a\nb"}; },
     "is malformed. Write it like forms:read"},
    {"OrganizationIdWithSlash", [](ProvisioningFile& w) { One(w.organizations).id = "org/1"; },
     "`id` is malformed"},
    {"NumberZero", [](ProvisioningFile& w) { One(w.organizations).number = 0; },
     "`number` is out of range"},
    {"NumberThatDoublesCannotHold",
     [](ProvisioningFile& w) { One(w.users).number = (std::int64_t{1} << 53); },
     "`number` is out of range"},
    {"UserWithoutAnyName", [](ProvisioningFile& w) { One(w.users).username = ""; },
     "the user has no name"},
    {"UsernameWithColon", [](ProvisioningFile& w) { One(w.users).username = "ann:lee"; },
     "`username` has a colon"},
    {"EmailWithoutAt", [](ProvisioningFile& w) { One(w.users).email = "ann"; },
     "`email` is malformed"},
    {"PasswordAndHash",
     [](ProvisioningFile& w) {
       auto& user = One(w.users);
       user.password = base::Secret(std::string("password"));
       user.password_hash = "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA";
     },
     "are both given. Keep one of them."},
    {"PasswordTooLong",
     [](ProvisioningFile& w) { One(w.users).password = base::Secret(std::string(1025, 'a')); },
     "`password` is too long"},
    {"HashOfAnotherKind",
     [](ProvisioningFile& w) { One(w.users).password_hash = "$1$salt$abcdefghijklmn"; },
     "`password_hash` has an unknown format"},
    {"HashThatCostsTooMuch",
     [](ProvisioningFile& w) {
       One(w.users).password_hash = "$2b$16$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
     },
     "at most 600 ms are accepted"},
    {"HashOfAnotherType",
     [](ProvisioningFile& w) {
       One(w.users).password_hash = "$2b$10$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
       w.users.back().password_hash_type = crypto::PasswordHashType::kArgon2;
     },
     "`password_hash_type` says argon2"},
    {"TypeWithoutHash",
     [](ProvisioningFile& w) {
       One(w.users).password_hash_type = crypto::PasswordHashType::kArgon2;
     },
     "describe a `password_hash`, which is missing"},
    {"MembershipWithoutOrganization",
     [](ProvisioningFile& w) {
       One(w.users).memberships.emplace().emplace_back().where = {"w.toml", 7};
     },
     "`organization` is missing"},
    {"GrantOfMalformedKind",
     [](ProvisioningFile& w) {
       One(w.access_profiles).allows = {{"a b", model::Operation::kRead}};
     },
     "the kind \"a b\" is malformed"},
    {"ApplicationWithoutOrganization",
     [](ProvisioningFile& w) { One(w.applications).organization = ""; },
     "`organization` is missing"},
    {"ClientIdWithColon", [](ProvisioningFile& w) { One(w.applications).client_id = "a:b"; },
     "`client_id` is malformed"},
    {"ShortClientSecret",
     [](ProvisioningFile& w) {
       One(w.applications).client_secret = base::Secret(std::string("secret7"));
     },
     "`client_secret` is malformed"},
    {"ClientPermissionWithSpace",
     [](ProvisioningFile& w) { One(w.applications).permissions = {"forms read"}; },
     "Write it like forms:read"},
    {"AudienceThatIsNotAUri",
     [](ProvisioningFile& w) { One(w.applications).audiences = {"api.acme.example"}; },
     "Write an absolute URI"},
    {"AudienceWithFragment",
     [](ProvisioningFile& w) { One(w.applications).audiences = {"https://api.acme.example#x"}; },
     "without a fragment"},
    {"JwksWithoutKeys", [](ProvisioningFile& w) { One(w.applications).jwks = "{}"; },
     "`jwks` is not a set of public keys"},
    {"KeyWithoutOwner", [](ProvisioningFile& w) { One(w.api_keys); }, "the key has no owner"},
    {"UserKeyWithPermissions",
     [](ProvisioningFile& w) { UserKey(w).permissions = std::vector<std::string>{"*"}; },
     "`permissions` is for a key of an environment only"},
    {"KeyWithAMalformedPermission",
     [](ProvisioningFile& w) {
       auto& key = One(w.api_keys);
       key.environment = "production";
       key.permissions = std::vector<std::string>{"Forms Read"};
     },
     "is malformed. Write it like forms:read"},
    {"UserKeyWithBraces",
     [](ProvisioningFile& w) {
       UserKey(w).value = base::Secret(std::string("{3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44}"));
     },
     "is not a GUID"},
    {"UserKeyInTheFormOfAnEnvironmentKey",
     [](ProvisioningFile& w) { UserKey(w).value = base::Secret(std::string("sk_test_00000000")); },
     "is not a GUID"},
    {"EnvironmentKeyThatIsAGuid",
     [](ProvisioningFile& w) {
       EnvironmentKey(w).value = base::Secret(std::string("3f0c8d1e-5a77-4b53-9d6e-0c2f7a1b9e44"));
     },
     "It begins with sk_"},
    {"ShortEnvironmentKey",
     [](ProvisioningFile& w) { EnvironmentKey(w).value = base::Secret(std::string("sk_1234567")); },
     "at least 8 letters"},
    {"EnvironmentKeyWithDash",
     [](ProvisioningFile& w) {
       EnvironmentKey(w).value = base::Secret(std::string("sk_test-0000000000"));
     },
     "It begins with sk_"},
    {"ObjectWithoutKind", [](ProvisioningFile& w) { One(w.objects).kind = ""; },
     "`kind` is missing"},
    {"ObjectWithAWildcardAsKind", [](ProvisioningFile& w) { One(w.objects).kind = "*"; },
     "`kind` is malformed"},
    {"PolicyWithoutName", [](ProvisioningFile& w) { One(w.policies).name = ""; },
     "`name` is missing"},
    {"PolicyNameInCapitals", [](ProvisioningFile& w) { One(w.policies).name = "API"; },
     "`name` must be 1 to 64 of"},
    {"PolicyWithoutCredentials",
     [](ProvisioningFile& w) { One(w.policies).values["credentials"] = Texts{}; },
     "`credentials` is empty"},
    {"PolicyMethodInSmallLetters",
     [](ProvisioningFile& w) { One(w.policies).values["methods"] = Texts{"get"}; },
     "written in capitals like GET"},
    {"PolicyAudienceThatIsNotAUri",
     [](ProvisioningFile& w) { One(w.policies).values["audience"] = "api.acme.example"; },
     "`audience` must be an absolute URI"},
    {"AmbiguousPolicyPath",
     [](ProvisioningFile& w) { One(w.policies).values["path_prefixes"] = Texts{"/a/../b"}; },
     "can be read in one way only"},
    {"FeatureFlagWithoutSlug", [](ProvisioningFile& w) { One(w.feature_flags).name = ""; },
     "`slug` is missing"},
    {"FeatureFlagSlugInCapitals", [](ProvisioningFile& w) { One(w.feature_flags).name = "Beta"; },
     "the feature flag \"Beta\" is malformed: `slug` must be"},
    {"ResourceTypeOrganization",
     [](ProvisioningFile& w) { One(w.resource_types).name = "organization"; }, "exists always"},
    {"ValueOfAnotherKind",
     [](ProvisioningFile& w) { One(w.feature_flags).values["enabled"] = "yes"; },
     "`enabled` must be a value of its type"},
    {"MemberWithoutOrganization",
     [](ProvisioningFile& w) {
       One(w.objects).members.emplace().emplace_back().where = {"w.toml", 7};
     },
     "`organization` is missing"},
};

class CheckProvisioningFileMalformed : public ::testing::TestWithParam<Malformed> {};

TEST_P(CheckProvisioningFileMalformed, IsRefusedAtItsPlace) {
  ProvisioningFile world;
  GetParam().make(world);
  const base::Status status = CheckProvisioningFile(world);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, base::Code::kInvalid);
  EXPECT_TRUE(status.error().public_text.starts_with("w.toml:7: ")) << status.error().public_text;
  EXPECT_NE(status.error().public_text.find(GetParam().text), std::string::npos)
      << status.error().public_text;
}

INSTANTIATE_TEST_SUITE_P(All, CheckProvisioningFileMalformed, ::testing::ValuesIn(kMalformed),
                         [](const auto& malformed) { return malformed.param.name; });

TEST(CheckProvisioningFile, AFileWithOnlyTheRequiredValuesIsValid) {
  ProvisioningFile world;
  One(world.environments);
  One(world.roles);
  One(world.organizations);
  One(world.users);
  One(world.access_profiles);
  One(world.applications);
  One(world.objects);
  for (const RowSection& section : kRowSections) One(world.*section.entries);
  UserKey(world);
  EnvironmentKey(world);
  EXPECT_TRUE(CheckProvisioningFile(world));
}

// Neither the invalid secret nor the invalid key may be in the text, which is shown in terminals
// and logs.
TEST(CheckProvisioningFile, MistakesInSecretsDoNotQuoteThem) {
  ProvisioningFile world;
  EnvironmentKey(world).value = base::Secret(std::string("sk_abc-SECRETPART"));
  const base::Status bad_key = CheckProvisioningFile(world);
  ASSERT_FALSE(bad_key);
  EXPECT_EQ(bad_key.error().public_text.find("SECRETPART"), std::string::npos);
  ProvisioningFile other;
  One(other.applications).client_secret = base::Secret(std::string("SECRET\tPART"));
  const base::Status bad_secret = CheckProvisioningFile(other);
  ASSERT_FALSE(bad_secret);
  EXPECT_EQ(bad_secret.error().public_text.find("PART"), std::string::npos);
}

}  // namespace
}  // namespace bearward::provision
