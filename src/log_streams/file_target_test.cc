// Files of JSON lines.
#include "log_streams/file_target.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "testing/temp_dir.h"

namespace bearward::log_streams {
namespace {

class FileTarget : public ::testing::Test {
 protected:
  std::string Path() const { return dir_.path() + "/env_1/audit.jsonl"; }
  std::string Append(const std::string& lines) const {
    const base::Status done = AppendLines(dir_.path(), "env_1", "audit.jsonl", lines);
    return done ? "ok" : done.error().reason;
  }
  static std::string Content(const std::string& path) {
    std::ostringstream content;
    content << std::ifstream(path).rdbuf();
    return content.str();
  }
  static unsigned ModeOf(const std::string& path) {
    struct stat facts{};
    EXPECT_EQ(::stat(path.c_str(), &facts), 0);
    return facts.st_mode & 07777U;
  }

  testing::TempDir dir_;
};

TEST_F(FileTarget, LinesAreAppendedToAFileOfTheOwnerOnly) {
  EXPECT_EQ(Append("{\"a\":1}\n"), "ok");
  EXPECT_EQ(Append("{\"a\":2}\n"), "ok");
  EXPECT_EQ(Content(Path()), "{\"a\":1}\n{\"a\":2}\n");
  EXPECT_EQ(ModeOf(Path()), 0600U);
  EXPECT_EQ(ModeOf(dir_.path() + "/env_1"), 0700U);
}

TEST_F(FileTarget, ARotationRenamesTheFileAtAnyTime) {
  EXPECT_EQ(Append("1\n"), "ok");
  std::filesystem::rename(Path(), Path() + ".1");
  EXPECT_EQ(Append("2\n"), "ok");
  EXPECT_EQ(Content(Path() + ".1"), "1\n");
  EXPECT_EQ(Content(Path()), "2\n");
}

TEST_F(FileTarget, ACutLineIsEndedFirst) {
  EXPECT_EQ(Append("{\"a\":1}\n{\"a\":"), "ok");
  EXPECT_EQ(Append("{\"a\":2}\n"), "ok");
  EXPECT_EQ(Content(Path()), "{\"a\":1}\n{\"a\":\n{\"a\":2}\n");
}

TEST_F(FileTarget, ALinkIsNotFollowed) {
  std::filesystem::create_directory(dir_.path() + "/env_1");
  std::filesystem::create_symlink(dir_.path() + "/elsewhere", Path());
  EXPECT_EQ(Append("1\n"), "file_failed");
  EXPECT_FALSE(std::filesystem::exists(dir_.path() + "/elsewhere"));
}

TEST_F(FileTarget, AFolderThatIsGoneIsAFailure) {
  EXPECT_EQ(AppendLines(dir_.path() + "/none", "env_1", "a", "1\n").error().reason, "file_failed");
}

}  // namespace
}  // namespace bearward::log_streams
