#include "app/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "app/folder_lock.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using testing::Must;

class DataFolderTest : public ::testing::Test {
 protected:
  std::string ReadKey(const std::string& file = "") {
    const auto key = folder_.ReadMasterKey(file, entropy_, warnings_);
    return key ? std::string(key->Reveal()) : key.error().reason;
  }
  void WriteDatabase(const std::string& bytes = "bytes") {
    std::ofstream(folder_.Database()) << bytes;
  }
  // FirstStart performs all steps of a complete first start, and returns the key.
  std::string FirstStart(const std::string& file = "") {
    const std::string key = ReadKey(file);
    WriteDatabase();
    Must(folder_.FinishSetup(file));
    return key;
  }
  testing::TempDir temp_;
  testing::FakeEntropy entropy_;
  DataFolder folder_ = Must(DataFolder::Open(temp_.File("data")));
  std::vector<std::string> warnings_;
};

TEST_F(DataFolderTest, KeyOfTheFirstStartIsReadAgain) {
  const std::string key = FirstStart();
  EXPECT_THAT(key, HasSubstr(":"));
  EXPECT_EQ(ReadKey(), key);
  EXPECT_EQ(std::filesystem::status(folder_.MasterKey()).permissions(),
            std::filesystem::perms(0600));
  EXPECT_TRUE(warnings_.empty());
}

TEST_F(DataFolderTest, FirstStartThatWasInterruptedCanBeRepeated) {
  ReadKey();
  EXPECT_FALSE(folder_.HadDatabase());
  const std::string key = ReadKey();
  EXPECT_THAT(key, HasSubstr(":")) << "before there is a database the key may be another one";
  WriteDatabase();
  EXPECT_EQ(ReadKey(), key) << "the database may be sealed with it";
  Must(folder_.FinishSetup(""));
  EXPECT_EQ(ReadKey(), key);
}

// 0.1.0 started an empty installation beside the old key.
TEST_F(DataFolderTest, VanishedOrEmptiedDatabaseIsRefused) {
  FirstStart();
  WriteDatabase("");
  EXPECT_EQ(ReadKey(), "database_missing");
  std::filesystem::remove(folder_.Database());
  const auto checked = folder_.CheckDatabase("");
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().public_text,
              HasSubstr("To start over without any data, remove " + folder_.MasterKey()));
  std::filesystem::remove(folder_.MasterKey());
  EXPECT_THAT(ReadKey(), HasSubstr(":")) << "the way that the message names";
}

TEST_F(DataFolderTest, VanishedDatabaseIsRefusedAlsoWhenTheKeyIsElsewhere) {
  std::ofstream(temp_.File("key")) << "k1:text";
  EXPECT_EQ(FirstStart(temp_.File("key")), "k1:text");
  EXPECT_EQ(ReadKey(temp_.File("key")), "k1:text");
  std::filesystem::remove(folder_.Database());
  EXPECT_EQ(ReadKey(temp_.File("key")), "database_missing");
}

TEST_F(DataFolderTest, VanishedKeyIsNotReplaced) {
  FirstStart();
  std::filesystem::remove(folder_.MasterKey());
  EXPECT_EQ(ReadKey(), "master_key_missing");
}

TEST_F(DataFolderTest, KeyThatWasElsewhereIsNotReplaced) {
  std::ofstream(temp_.File("key")) << "k1:text";
  FirstStart(temp_.File("key"));
  EXPECT_EQ(ReadKey(), "master_key_missing");
}

TEST_F(DataFolderTest, FileInPlaceOfTheFolderIsRefused) {
  std::ofstream(temp_.File("file")) << "text";
  const auto opened = DataFolder::Open(temp_.File("file"));
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().public_text, HasSubstr("server.data"));
}

// ServeInAnotherProcess returns the error text of a second process, "" if it got the lock.
std::string ServeInAnotherProcess(const std::string& folder) {
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto lock = FolderLock::ForServing(folder);
    const std::string text = lock ? "" : lock.error().public_text;
    const ssize_t written = ::write(ends[1], text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text(1000, '\0');
  const ssize_t size = ::read(ends[0], text.data(), text.size());
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

TEST_F(DataFolderTest, OneProcessServesAFolderAndTheSecondNamesIt) {
  {
    const FolderLock lock = Must(FolderLock::ForServing(folder_.path()));
    EXPECT_THAT(ServeInAnotherProcess(folder_.path()),
                HasSubstr("process " + std::to_string(::getpid()) + " serves this data folder"));
  }
  EXPECT_EQ(ServeInAnotherProcess(folder_.path()), "") << "the lock ends with its holder";
}

}  // namespace
}  // namespace bearward::app
