#include "app/read_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class ReadFile : public ::testing::Test {
 protected:
  // WithMode makes a file with that mode and returns its path.
  std::string WithMode(mode_t mode) {
    const std::string path = folder_.File("secret");
    std::ofstream(path) << "text";
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    return path;
  }
  testing::TempDir folder_;
  std::vector<std::string> warnings_;
};

TEST_F(ReadFile, ReturnsAllBytes) {
  const std::string text(100'000, 'x');
  std::ofstream(folder_.File("long")) << text;
  EXPECT_EQ(testing::Must(ReadWholeFile(folder_.File("long"))), text);
}

// 0.1.0 ended with an uncaught exception.
TEST_F(ReadFile, FolderIsAnError) {
  const auto read = ReadWholeFile(folder_.path());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().public_text, folder_.path() + ": this is a folder. Name a file in it.");
}

TEST_F(ReadFile, MissingFileIsAnErrorWithItsName) {
  const auto read = ReadWholeFile(folder_.File("none"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().public_text,
            folder_.File("none") + ": cannot be opened: No such file or directory");
}

TEST_F(ReadFile, PrivateSecretFileIsAcceptedSilently) {
  for (const mode_t mode : {0400, 0600}) {
    EXPECT_TRUE(CheckSecretFile(WithMode(mode), warnings_));
  }
  EXPECT_TRUE(warnings_.empty());
}

// Docker mounts secrets with mode 0444, Kubernetes with 0644 or 0440, and chmod is not possible.
TEST_F(ReadFile, MountedSecretFileIsAcceptedWithAWarning) {
  for (const mode_t mode : {0440, 0444, 0640, 0644, 0660}) {
    warnings_.clear();
    EXPECT_TRUE(CheckSecretFile(WithMode(mode), warnings_)) << std::oct << mode;
    ASSERT_EQ(warnings_.size(), 1U) << std::oct << mode;
    EXPECT_THAT(warnings_[0], HasSubstr("other users may read this secret"));
  }
}

TEST_F(ReadFile, SecretFileThatEveryUserMayWriteIsRefused) {
  for (const mode_t mode : {0602, 0666, 0777}) {
    const auto checked = CheckSecretFile(WithMode(mode), warnings_);
    ASSERT_FALSE(checked) << std::oct << mode;
    EXPECT_EQ(checked.error().reason, "unsafe_file");
  }
}

}  // namespace
}  // namespace bearward::app
