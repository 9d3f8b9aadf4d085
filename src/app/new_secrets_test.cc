#include "app/new_secrets.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "app/read_file.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using testing::Must;

provision::Change Made(const std::string& name, const std::string& secret) {
  provision::Change change;
  change.kind = "application";
  change.environment = "production";
  change.name = name;
  change.secret = base::Secret(secret);
  return change;
}

TEST(NewSecretsTest, FileHoldsTheGeneratedSecretsForItsOwnerOnly) {
  testing::TempDir folder;
  NewSecrets file = Must(NewSecrets::Open(folder.path(), base::FromMillis(0)));
  EXPECT_EQ(Must(file.Write({Made("Export", "s3cret"), Made("Import", "")})), 1);
  EXPECT_EQ(Must(ReadWholeFile(file.path())),
            "created application Export in production secret s3cret\n");
  EXPECT_EQ(std::filesystem::status(file.path()).permissions(), std::filesystem::perms(0600));
}

TEST(NewSecretsTest, FileWithoutASecretGoesAway) {
  testing::TempDir folder;
  std::string path;
  {
    NewSecrets file = Must(NewSecrets::Open(folder.path(), base::FromMillis(0)));
    path = file.path();
    EXPECT_EQ(Must(file.Write({Made("Import", "")})), 0);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(NewSecretsTest, FileWithSecretsStaysAndIsNeverReplaced) {
  testing::TempDir folder;
  std::string path;
  {
    NewSecrets file = Must(NewSecrets::Open(folder.path(), base::FromMillis(0)));
    path = file.path();
    Must(file.Write({Made("Export", "s3cret")}));
  }
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_FALSE(NewSecrets::Open(folder.path(), base::FromMillis(0)));
}

}  // namespace
}  // namespace bearward::app
