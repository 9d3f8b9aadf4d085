// API keys of other products, of which a file has the digest.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "provision/apply.h"
#include "store/api_keys.h"
#include "store/organization_api_keys.h"
#include "testing/test_server.h"

namespace bearward::provision {
namespace {

using testing::Must;

class ImportedKeys : public ::testing::Test {
 protected:
  ImportedKeys()
      : env_(core_.AddEnvironment("production")),
        acme_(core_.AddOrganization(env_, "Acme", 28)),
        globex_(core_.AddOrganization(env_, "Globex", 29)) {}

  base::Result<std::vector<Change>> Apply() { return applier_.Apply(file_); }
  std::string Mistake() {
    const auto result = Apply();
    return result ? "" : result.error().public_text;
  }
  template <class R, class... Parameters, class... Arguments>
  auto Read(R (*table)(store::ReadTx&, Parameters...), const Arguments&... arguments) {
    return Must(core_.store->Read([&](store::ReadTx& tx) { return table(tx, arguments...); }));
  }
  ApiKeyEntry& NewImportedKey(std::string_view text) {
    auto& entry = file_.api_keys.emplace_back();
    entry.organization = "Acme";
    entry.value_sha256 = crypto::Sha256(text);
    return entry;
  }
  // Accepts says whether the verifier accepts a bearer token.
  bool Accepts(std::string_view text) {
    const model::Need need = model::Need::Live();
    const std::string owned(text);
    return core_.verifier.Verify(testing::BearerOf(owned), {need}, "192.0.2.1").allowed();
  }

  testing::TestServer core_;
  model::EnvironmentId env_;
  model::OrganizationId acme_;
  model::OrganizationId globex_;
  ProvisioningFile file_;
  Applier applier_{{*core_.store, *core_.passwords, core_.clock, core_.entropy, core_.ring}};
};

TEST_F(ImportedKeys, AnImportedKeyOfTheEnvironmentIsFoundByItsDigest) {
  constexpr std::string_view kForeign = "acme_3ZvSVhQ8Jm2nT5xRkPqW7y";
  ApiKeyEntry& entry = NewImportedKey(kForeign);
  entry.organization.clear();
  entry.environment = "production";
  entry.permissions = {"tokens:verify"};
  ASSERT_EQ(Must(Apply()).size(), 1U);
  EXPECT_TRUE(Must(Apply()).empty()) << "twice is the same as once";
  const auto key = Read(store::FindApiKeyByHash, crypto::Sha256(kForeign)).value();
  EXPECT_EQ(key.permissions, std::vector<std::string>{"tokens:verify"});
  EXPECT_EQ(key.hint, "");
  EXPECT_TRUE(Accepts(kForeign));
  EXPECT_FALSE(Accepts(std::string(kForeign) + "x"));
  EXPECT_FALSE(Accepts(store::HashText(crypto::Sha256(kForeign)))) << "the digest is no key";
}

TEST_F(ImportedKeys, AnImportedKeyOfAnOrganizationActsForIt) {
  constexpr std::string_view kForeign = "sk_foreign_0123456789abcdefghij";
  RoleEntry& role = file_.roles.emplace_back();
  role.slug = "reader";
  role.permissions = {"forms:read"};
  Must(Apply());
  ApiKeyEntry& entry = NewImportedKey(kForeign);
  entry.permissions = {"forms:read"};
  entry.expires_at = core_.clock.Now() + std::chrono::hours(1);
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, "organization api key");
  EXPECT_TRUE(Must(Apply()).empty()) << "twice is the same as once";
  const auto key = Read(store::FindOrganizationApiKeyByHash, crypto::Sha256(kForeign)).value();
  EXPECT_EQ(key.organization, acme_);
  EXPECT_EQ(key.name, "Acme");
  EXPECT_TRUE(key.obfuscated_value.starts_with("sha256:" + key.hash.substr(0, 8)));
  EXPECT_TRUE(Accepts(kForeign));
  EXPECT_FALSE(Accepts(key.hash)) << "the digest is no key";
  file_.api_keys[0].description = "moved";
  EXPECT_EQ(Must(Apply()).size(), 1U);
  EXPECT_EQ(Read(store::FindOrganizationApiKeyByHash, crypto::Sha256(kForeign))->name, "moved");
  core_.clock.Advance(std::chrono::hours(1));
  EXPECT_FALSE(Accepts(kForeign)) << "it has expired";
}

// It may have been deleted because it had leaked.
TEST_F(ImportedKeys, AnImportedKeyThatWasDeletedStaysDeleted) {
  constexpr std::string_view kForeign = "acme_3ZvSVhQ8Jm2nT5xRkPqW7y";
  NewImportedKey(kForeign);
  Must(Apply());
  const auto key = Read(store::FindOrganizationApiKeyByHash, crypto::Sha256(kForeign)).value();
  Must(core_.store->Write(
      [&](store::WriteTx& tx) { return store::OrganizationApiKeys().Delete(tx, key); }));
  const auto changes = Must(Apply());
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].verb, Change::Verb::kKept);
  EXPECT_FALSE(Accepts(kForeign));
}

TEST_F(ImportedKeys, AnImportedKeyHasOneOwnerAndKnownPermissions) {
  constexpr std::string_view kForeign = "acme_3ZvSVhQ8Jm2nT5xRkPqW7y";
  NewImportedKey(kForeign);
  Must(Apply());
  file_.api_keys[0].organization = "Globex";
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("another owner"));
  file_.api_keys[0].organization.clear();
  file_.api_keys[0].environment = "production";
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("another owner"));
  file_.api_keys[0].organization = "Acme";
  file_.api_keys[0].permissions = {"no:such"};
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("no:such"));
  file_.api_keys[0].permissions.reset();
  file_.api_keys[0].value = base::Secret("sk_test_00000000000000000000");
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("both"));
  file_.api_keys[0].value = base::Secret();
  file_.api_keys[0].value_sha256.reset();
  EXPECT_THAT(Mistake(), ::testing::HasSubstr("value_sha256"));
}

}  // namespace
}  // namespace bearward::provision
