#include "app/asset_folder.h"

#include <filesystem>
#include <fstream>

#include "app/contract_fixture.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Put writes a file below a folder, with its parents.
void Put(const testing::TempDir& folder, const std::string& path, std::string_view content) {
  const std::filesystem::path file = folder.File(path);
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file) << content;
}

class AssetsDir : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    folder_ = new testing::TempDir();
    Put(*folder_, "dist/index.html", "<p>the built page");
    Put(*folder_, "dist/assets/app-1.js", "built();");
    Put(*folder_, "outside.html", "not served");
    std::filesystem::create_symlink(folder_->File("outside.html"), folder_->File("dist/link.html"));
    Config config;
    config.assets_dir = folder_->File("dist");
    Start(std::move(config));
  }
  static void TearDownTestSuite() {
    ContractFixture::TearDownTestSuite();
    delete folder_;
  }
  static inline testing::TempDir* folder_ = nullptr;
};

TEST_F(AssetsDir, ItsFilesAreServedInPlaceOfTheEmbeddedOnes) {
  const ClientAnswer page = Get("/console/events", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, "<p>the built page");
  EXPECT_EQ(page.Header("Content-Encoding"), "");
  EXPECT_THAT(page.Header("Content-Security-Policy"), HasSubstr("; script-src 'self'; "));
  const ClientAnswer script = Get("/console/assets/app-1.js");
  EXPECT_EQ(script.body, "built();");
  EXPECT_EQ(script.content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(script.Header("ETag").size(), 66U) << "the SHA-256 in quotes";
}

TEST_F(AssetsDir, NothingElseInTheFileSystemIsServed) {
  Put(*folder_, "dist/assets/later.js", "not served");
  for (const char* const path :
       {"../outside.html", "assets/../../outside.html", "%2e%2e/outside.html", "..%2foutside.html",
        "link.html", "assets/later.js", "/etc/passwd"}) {
    const ClientAnswer answer = Get(std::string("/console/") + path);
    EXPECT_THAT(answer.body, Not(HasSubstr("not served"))) << path;
    EXPECT_THAT(answer.body, Not(HasSubstr("root:"))) << path;
  }
}

class AssetFolderRead : public ::testing::Test {
 protected:
  // Refusal returns the text of the error of Read.
  std::string Refusal(const std::string& folder) {
    const auto read = AssetFolder::Read(folder_.File(folder));
    EXPECT_EQ(testing::CodeOf(read), base::Code::kInvalid);
    return read ? "" : read.error().public_text;
  }
  testing::TempDir folder_;
};

TEST_F(AssetFolderRead, AFolderWithoutAPageIsRefused) {
  Put(folder_, "dist/assets/app-1.js", "built();");
  EXPECT_THAT(Refusal("dist"), HasSubstr("it has no index.html"));
}

TEST_F(AssetFolderRead, AMissingFolderIsRefusedByName) {
  EXPECT_THAT(Refusal("nowhere"), HasSubstr("/nowhere: No such file or directory."));
}

TEST_F(AssetFolderRead, AFileOfAnotherTypeIsRefusedByName) {
  Put(folder_, "dist/index.html", "<p>page");
  Put(folder_, "dist/notes.txt", "notes");
  EXPECT_THAT(Refusal("dist"), HasSubstr("dist/notes.txt: the console has no such files."));
}

}  // namespace
}  // namespace bearward::app
