#include "app/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/check_database.h"
#include "app/folder_lock.h"
#include "app/open_core.h"
#include "app/provision_file.h"
#include "crypto/key_ring.h"
#include "store/tampering_fixture.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/sample_rows.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;

class BackupTest : public ::testing::Test {
 protected:
  BackupTest() {
    config_.data = temp_.File("data");
    Open(config_);
  }

  // Open makes the data folder of a configuration, with the signing keys of one environment.
  std::unique_ptr<Core> Open(const Config& config) {
    const DataFolder folder = Must(DataFolder::Open(config.data));
    auto core = Must(OpenCore(config, folder, {clock_, entropy_, log_, log_}, warnings_));
    Must(core->Apply(Must(ParseProvisionFile("[[environments]]\nname = \"production\"\n", "f"))));
    return core;
  }
  std::string BackUpReason(const std::string& file) {
    const auto report = BackUp(config_, file, warnings_);
    return report ? "done" : report.error().reason;
  }
  std::string RestoreReason(const Config& config, bool replace = false) {
    const auto restored = Restore(config, backup_, replace, clock_, warnings_);
    return restored ? "done" : restored.error().reason;
  }
  // NewFolder returns the configuration of a new folder with the master key of the first.
  Config NewFolder() {
    Config config;
    config.data = temp_.File("restored");
    fs::create_directory(config.data);
    fs::copy(config_.data + "/master.key", config.data + "/master.key");
    return config;
  }
  void Damage(const std::string& path) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(path) / 8192 * 4096));
    file << std::string(4096, '\x5a');
  }

  testing::TempDir temp_;
  testing::FakeClock clock_;
  base::SystemEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  std::vector<std::string> warnings_;
  Config config_;
  std::string backup_ = temp_.File("backup.db");
};

TEST_F(BackupTest, BackupIsOnePrivateFileThatPassesTheCheck) {
  const store::CheckReport report = Must(BackUp(config_, backup_, warnings_));
  EXPECT_GT(report.last_event, 0);
  EXPECT_EQ(fs::status(backup_).permissions(), fs::perms(0600));
  EXPECT_EQ(std::distance(fs::directory_iterator(temp_.path()), {}), 2);  // and the data folder
  EXPECT_EQ(Must(CheckDatabase(config_, backup_, warnings_)).Summary(), "");
}

TEST_F(BackupTest, BackupReplacesNoFile) {
  std::ofstream(backup_) << "mine";
  EXPECT_EQ(BackUpReason(backup_), "file_exists");
  EXPECT_EQ(fs::file_size(backup_), 4u);
  fs::remove(backup_);
  std::ofstream(backup_ + ".partial") << "of another backup";
  EXPECT_EQ(BackUpReason(backup_), "file_exists");
  EXPECT_TRUE(fs::exists(backup_ + ".partial"));
  fs::remove(backup_ + ".partial");
  EXPECT_EQ(BackUpReason(backup_), "done");
}

TEST_F(BackupTest, BackupOfAFolderWithoutADatabaseIsRefused) {
  config_.data = temp_.File("nothing");
  EXPECT_EQ(BackUpReason(backup_), "database_missing");
  EXPECT_FALSE(fs::exists(config_.data));
}

TEST_F(BackupTest, BackupOfADamagedDatabaseLeavesNoFile) {
  Damage(config_.data + "/bearward.db");
  EXPECT_THAT(BackUpReason(backup_), HasSubstr("damaged"));
  EXPECT_FALSE(fs::exists(backup_));
  EXPECT_FALSE(fs::exists(backup_ + ".partial"));
}

TEST_F(BackupTest, RestoreIntoAFolderWithTheMasterKeyMakesAWorkingDatabase) {
  const store::CheckReport report = Must(BackUp(config_, backup_, warnings_));
  const Config config = NewFolder();
  const Restored restored = Must(Restore(config, backup_, false, clock_, warnings_));
  EXPECT_EQ(restored.set_aside, "");
  EXPECT_EQ(restored.report.last_event, report.last_event);
  EXPECT_EQ(fs::status(config.data + "/bearward.db").permissions(), fs::perms(0600));
  Open(config);
}

TEST_F(BackupTest, RestoreNeedsTheMasterKeyOfTheBackup) {
  Must(BackUp(config_, backup_, warnings_));
  Config config = NewFolder();
  std::ofstream(config.data + "/master.key") << crypto::KeyRing::Generate(entropy_).Reveal();
  const auto restored = Restore(config, backup_, false, clock_, warnings_);
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().public_text,
              HasSubstr("sealed_keys: The master key does not fit the database"));
  fs::remove(config.data + "/master.key");
  EXPECT_EQ(RestoreReason(config), "backup_damaged");
  EXPECT_FALSE(fs::exists(config.data + "/bearward.db"));
}

// The next start would refuse the database, after the present one was set aside.
TEST_F(BackupTest, RestoreRefusesAKeyFileWithAnotherLastKey) {
  Must(BackUp(config_, backup_, warnings_));
  const Config config = NewFolder();
  std::ofstream(config.data + "/master.key", std::ios::app)
      << "\n"
      << crypto::KeyRing::Generate(entropy_).Reveal();
  const auto restored = Restore(config, backup_, false, clock_, warnings_);
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().public_text, HasSubstr("Put new keys first"));
  EXPECT_THAT(restored.error().public_text, Not(HasSubstr("event_chain")));
  EXPECT_FALSE(fs::exists(config.data + "/bearward.db"));
}

TEST_F(BackupTest, RestoreReplacesADatabaseOnlyOnRequestAndKeepsIt) {
  const store::CheckReport report = Must(BackUp(config_, backup_, warnings_));
  Must(Open(config_)->store().Write(
      [](store::WriteTx& tx) { return tx.Append(testing::SampleEvent("env_1", "user_1")); }));
  EXPECT_EQ(RestoreReason(config_), "database_exists");
  const Restored restored = Must(Restore(config_, backup_, true, clock_, warnings_));
  EXPECT_EQ(Must(CheckDatabase(config_, "", warnings_)).last_event, report.last_event);
  EXPECT_EQ(Must(CheckDatabase(config_, restored.set_aside, warnings_)).last_event,
            report.last_event + 1);
}

TEST_F(BackupTest, DamagedBackupIsRefusedByCheckAndRestore) {
  Must(BackUp(config_, backup_, warnings_));
  Damage(backup_);
  EXPECT_FALSE(Must(CheckDatabase(config_, backup_, warnings_)).ok());
  const Config config = NewFolder();
  EXPECT_THAT(RestoreReason(config), HasSubstr("damaged"));
  EXPECT_FALSE(fs::exists(config.data + "/bearward.db"));
  EXPECT_FALSE(fs::exists(config.data + "/bearward.db.restoring"));
}

// A program that writes to the database must not be able to make its backups useless.
TEST_F(BackupTest, AnAlteredEventDoesNotMakeABackupUseless) {
  store::AlterEvent(config_.data + "/bearward.db", 1);
  Must(BackUp(config_, backup_, warnings_));
  const Config config = NewFolder();
  warnings_.clear();
  const Restored restored = Must(Restore(config, backup_, false, clock_, warnings_));
  EXPECT_FALSE(restored.report.ok());
  EXPECT_THAT(warnings_, ::testing::Contains(HasSubstr("event_chain: event 1 was altered")));
  Open(config);
  EXPECT_FALSE(Must(CheckDatabase(config, "", warnings_)).ok()) << "the evidence is kept";
}

TEST_F(BackupTest, AMissingEventDoesNotMakeABackupUseless) {
  store::RemoveEvent(config_.data + "/bearward.db", 2);
  warnings_.clear();
  Must(BackUp(config_, backup_, warnings_));
  EXPECT_THAT(warnings_, ::testing::Contains(HasSubstr("events: the numbers 2 to 2 are missing")));
  warnings_.clear();
  Must(Restore(NewFolder(), backup_, false, clock_, warnings_));
  EXPECT_THAT(warnings_, ::testing::Contains(HasSubstr("event_chain: event 2 is missing")));
}

TEST_F(BackupTest, WalWithoutItsDatabaseIsNotMixedWithTheBackup) {
  Must(BackUp(config_, backup_, warnings_));
  const Config config = NewFolder();
  std::ofstream(config.data + "/bearward.db-wal") << "changes of a lost database";
  EXPECT_EQ(RestoreReason(config), "database_exists");
  const Restored restored = Must(Restore(config, backup_, true, clock_, warnings_));
  EXPECT_TRUE(fs::exists(restored.set_aside + "-wal"));
  EXPECT_FALSE(fs::exists(config.data + "/bearward.db-wal"));
}

TEST_F(BackupTest, ReportIsPrintedAsTextAndAsJson) {
  store::CheckReport report;
  report.checks = {{"integrity", {}}, {"events", {"number 2 is missing"}}};
  report.schema_version = 3;
  report.newest_schema = 4;
  report.last_event = 7;
  report.last_event_at = testing::kSampleTime;
  EXPECT_EQ(ReportAsText(report),
            "integrity: ok\nevents: number 2 is missing\n"
            "schema version: 3, which the next start upgrades to 4\n"
            "newest event: 7 of 2031-05-06T07:08:09.123Z\n");
  EXPECT_EQ(ReportAsJson(report),
            "{\"ok\":false,\"checks\":[{\"name\":\"integrity\",\"ok\":true,\"problems\":[]},"
            "{\"name\":\"events\",\"ok\":false,\"problems\":[\"number 2 is missing\"]}],"
            "\"schema_version\":3,\"newest_schema_version\":4,\"newest_event\":7,"
            "\"newest_event_at\":\"2031-05-06T07:08:09.123Z\"}\n");
}

}  // namespace
}  // namespace bearward::app
