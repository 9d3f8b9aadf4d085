#include "app/provision_reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/provision_tables.h"
#include "app/read_file.h"
#include "testing/must.h"
#include "testing/source_dir.h"

namespace bearward::app {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string SourceFile(const std::string& name) {
  return testing::Must(ReadWholeFile(std::string(testing::kSourceDir) + "/" + name));
}

// Write the page by `bearward config provisioning > docs/provisioning-reference.md`.
TEST(ProvisionReference, TheDocumentIsThePage) {
  EXPECT_EQ(SourceFile("docs/provisioning-reference.md"), ProvisionReference());
}

TEST(ProvisionReference, EveryKeyHasATypeAndAMeaning) {
  for (const ProvisionTable& table : ProvisionTables()) {
    EXPECT_THAT(std::string(table.meaning), EndsWith(".")) << table.name;
    for (const ProvisionKey& key : table.keys) {
      EXPECT_THAT(std::string(key.meaning), EndsWith(".")) << table.name << "." << key.name;
      EXPECT_NE(key.type, "") << table.name << "." << key.name;
    }
  }
}

TEST(ProvisionReference, ARowHasTypeWhetherItIsRequiredAndMeaning) {
  EXPECT_THAT(ProvisionReference(),
              HasSubstr("| `level` | `owner`, `collaborator`, `participant`, `viewer` | What"));
  EXPECT_THAT(ProvisionReference(), HasSubstr("| `slug` | text | **Required.** How users"));
}

TEST(ProvisionReference, TheExampleHasEverySection) {
  const std::string demo = "\n" + SourceFile("examples/demo.toml");
  for (const ProvisionTable& table : ProvisionTables()) {
    const std::string name(table.name.substr(table.name.find('.') + 1));
    const bool inside = name != table.name;
    EXPECT_THAT(demo, HasSubstr(inside ? name + " = [" : "\n[[" + name + "]]\n"));
  }
}

}  // namespace
}  // namespace bearward::app
