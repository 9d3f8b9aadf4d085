#include "app/setting_reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/read_file.h"
#include "app/settings.h"
#include "testing/must.h"
#include "testing/source_dir.h"

namespace bearward::app {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

// Write the page by `bearward config reference > docs/settings.md`.
TEST(SettingReference, TheDocumentIsThePage) {
  EXPECT_EQ(testing::Must(ReadWholeFile(std::string(testing::kSourceDir) + "/docs/settings.md")),
            SettingReference());
}

TEST(SettingReference, EverySettingHasAMeaning) {
  for (const SettingRow& row : SettingRows()) {
    EXPECT_THAT(std::string(row.meaning), EndsWith(".")) << row.name;
  }
}

TEST(SettingReference, ARowHasNameDefaultAndMeaning) {
  EXPECT_THAT(SettingReference(),
              HasSubstr("| `server.http` | `127.0.0.1:8080` | Address and port for HTTP, or `off`. "
                        "|\n"));
}

}  // namespace
}  // namespace bearward::app
