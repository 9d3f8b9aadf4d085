#include "app/storage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;

constexpr const char* kUrl = "postgresql://bearward:hunter2@db1:5432,db2:5432/bearward";
constexpr std::chrono::milliseconds kWait{700};

class StorageTest : public ::testing::Test {
 protected:
  // FileWith returns the path of a file with that text.
  std::string FileWith(const std::string& text) const {
    std::string path = folder_.File("url");
    std::ofstream(path, std::ios::trunc) << text;
    return path;
  }
  static Config With(const std::string& url, const std::string& url_file) {
    Config config;
    config.storage.url = base::Secret(url);
    config.storage.url_file = url_file;
    return config;
  }
  // ErrorOf returns the text of the refusal, which must not contain the password.
  static std::string ErrorOf(const Config& config) {
    const auto options = PostgresOf(config);
    if (options) return "no error";
    EXPECT_EQ(options.error().code, base::Code::kInvalid);
    EXPECT_THAT(options.error().public_text, Not(HasSubstr("hunter2")));
    return options.error().public_text;
  }
  static base::Status PutSetting(const std::string& name, const std::string& value) {
    Config config;
    return Put(config, {name, {value}, "a.toml:1"});
  }

  const testing::TempDir folder_;
};

TEST_F(StorageTest, TheUrlIsTheOneOfTheSettingOrOfItsFile) {
  EXPECT_EQ(Must(PostgresOf(With(kUrl, ""))).url, kUrl);
  EXPECT_EQ(Must(PostgresOf(With("", FileWith(kUrl)))).url, kUrl);
}

TEST_F(StorageTest, LineEndsBehindTheUrlOfAFileAreNotPartOfIt) {
  for (const char* end : {"\n", "\r\n", "\n\n"}) {
    EXPECT_EQ(Must(PostgresOf(With("", FileWith(std::string(kUrl) + end)))).url, kUrl);
  }
}

TEST_F(StorageTest, BothSettingsAtOnceAreRefused) {
  EXPECT_THAT(ErrorOf(With(kUrl, FileWith(kUrl))),
              HasSubstr("storage.url and storage.url_file: both are set"));
}

TEST_F(StorageTest, AFileWithoutAUrlIsNamed) {
  for (const std::string text : {"", "\n", "hunter2", "mysql://bearward:hunter2@db/bearward"}) {
    const std::string error = ErrorOf(With("", FileWith(text)));
    EXPECT_THAT(error, HasSubstr("storage.url_file: " + folder_.File("url"))) << text;
    EXPECT_THAT(error, HasSubstr("postgresql://")) << text;
  }
}

TEST_F(StorageTest, AMissingFileIsNamed) {
  EXPECT_THAT(ErrorOf(With("", folder_.File("none"))), HasSubstr(folder_.File("none")));
  EXPECT_FALSE(SourceOf(With("", folder_.File("none")), "", kWait));
}

TEST_F(StorageTest, SchemaReadersAndWaitReachTheEngine) {
  Config config = With("", FileWith(kUrl));
  config.storage.schema = "gate";
  config.storage.readers = 7;
  const store::EngineSource source = Must(SourceOf(config, "", kWait));
  EXPECT_EQ(source.name, "postgres");
  EXPECT_EQ(source.readers, 7);
  EXPECT_EQ(source.wait, kWait);
  ASSERT_TRUE(source.shared) << "other nodes may use the database";
  EXPECT_EQ(source.shared->url, kUrl);
  EXPECT_EQ(source.shared->schema, "gate");
}

TEST_F(StorageTest, WithoutAUrlTheDatabaseIsAFile) {
  Config config;
  config.storage.readers = 3;
  const std::string file = folder_.File("bearward.db");
  const store::EngineSource source = Must(SourceOf(config, file, kWait));
  EXPECT_EQ(source.readers, 3);
  EXPECT_EQ(source.wait, kWait);
  EXPECT_FALSE(source.shared);
  Must(source.open(true));
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(StorageTest, TheVariableOfTheFileSetsTheUrl) {
  const std::string file = "BEARWARD_STORAGE__URL_FILE=" + FileWith(std::string(kUrl) + "\n");
  const char* const variables[] = {file.c_str(), "BEARWARD_STORAGE__SCHEMA=gate",
                                   "BEARWARD_STORAGE__READERS=2", nullptr};
  Config config;
  for (const Setting& setting : Must(ReadEnvironment(variables))) Must(Put(config, setting));
  EXPECT_TRUE(config.storage.is_postgres());
  EXPECT_EQ(Must(PostgresOf(config)).url, kUrl);
  EXPECT_EQ(Must(PostgresOf(config)).schema, "gate");
  EXPECT_EQ(Must(SourceOf(config, "", kWait)).readers, 2);
}

TEST_F(StorageTest, ASchemaIsANameThatNeedsNoQuotes) {
  for (const std::string& name :
       {std::string("bearward"), std::string("_2"), std::string(63, 'a')}) {
    EXPECT_TRUE(PutSetting("storage.schema", name)) << name;
  }
  for (const std::string& name :
       {std::string(), std::string("Gate"), std::string("2a"), std::string("a-b"),
        std::string("a\"b"), std::string("pg_gate"), std::string(64, 'a')}) {
    EXPECT_FALSE(PutSetting("storage.schema", name)) << name;
  }
}

TEST_F(StorageTest, ReadersAreOneToSixtyFour) {
  for (const char* count : {"1", "64"}) EXPECT_TRUE(PutSetting("storage.readers", count));
  for (const char* count : {"0", "65", "-1", "many"}) {
    EXPECT_FALSE(PutSetting("storage.readers", count)) << count;
  }
}

}  // namespace
}  // namespace bearward::app
