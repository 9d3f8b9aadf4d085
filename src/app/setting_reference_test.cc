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
using ::testing::Not;

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

TEST(SettingReference, TheManualPageHasEverySettingAndNoMarkdown) {
  const std::string page = SettingManual("1.2.3");
  for (const SettingRow& row : SettingRows()) {
    if (!row.replaced_by.empty()) continue;
    EXPECT_THAT(page, HasSubstr("\n.TP\n\\fB" + row.name + "\\fR ("));
  }
  EXPECT_THAT(page, HasSubstr("\\fBserver.http\\fR (text; default: \\fB127.0.0.1:8080\\fR)\n"
                              "Address and port for HTTP, or \\fBoff\\fR\\&.\n"));
  EXPECT_THAT(page, HasSubstr("see the issuer (docs/running.md)\\&.\n"));
  EXPECT_THAT(page, Not(HasSubstr("`")));
  EXPECT_THAT(page, Not(HasSubstr("](")));
}

}  // namespace
}  // namespace bearward::app
