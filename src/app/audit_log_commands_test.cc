// `audit verify` and `audit export` over the database of a data folder (incident class H2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "app/audit_log_check.h"
#include "app/audit_log_export.h"
#include "app/check_database.h"
#include "app/open_core.h"
#include "app/provision_file.h"
#include "app/read_file.h"
#include "json/reader.h"
#include "store/engine_sqlite.h"
#include "store/event_chain_rows.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kWorld = R"([[environments]]
name = "production"
[[organizations]]
name = "Acme"
id = "org_acme"
[[users]]
username = "ann"
memberships = [{ organization = "Acme" }]
)";

class AuditLogCommands : public ::testing::Test {
 protected:
  AuditLogCommands() {
    config_.data = temp_.File("data");
    auto core = Open();
    Must(core->Apply(Must(ParseProvisionFile(kWorld, "f"))));
    Must(core->Tend());
  }
  std::unique_ptr<Core> Open() {
    const DataFolder folder = Must(DataFolder::Open(config_.data));
    return Must(OpenCore(config_, folder, {clock_, entropy_, log_, log_}, warnings_));
  }
  store::ChainReport Verify(const std::string& known = "") {
    return Must(VerifyAuditLog(config_, "", known, warnings_));
  }
  // FlipByte changes one byte of the file, the last one of a text that occurs once.
  void FlipByte(const std::string& text) {
    const std::string path = config_.data + "/bearward.db";
    std::string bytes = Must(ReadWholeFile(path));
    const std::size_t at = bytes.find(text);
    ASSERT_NE(at, std::string::npos);
    ASSERT_EQ(bytes.find(text, at + 1), std::string::npos);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(at + text.size() - 1));
    file.put('X');
  }
  std::string Export(const AuditExport& selected) {
    std::string text;
    Must(ExportAuditLog(config_, selected, [&](std::string_view part) { text += part; }));
    return text;
  }
  std::string ReasonOf(const AuditExport& selected) {
    const auto status = ExportAuditLog(config_, selected, [](std::string_view) {});
    return status ? "done" : status.error().reason;
  }

  testing::TempDir temp_;
  testing::FakeClock clock_;
  base::SystemEntropy entropy_;
  std::string logged_;
  observe::Logger log_{clock_, observe::Level::kInfo,
                       [this](std::string_view line) { logged_ += line; }};
  std::vector<std::string> warnings_;
  Config config_;
};

TEST_F(AuditLogCommands, AnUntouchedLogIsProvedAlsoBesideAServer) {
  const auto core = Open();
  const store::ChainReport report = Verify();
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_GT(report.events, 3);
  EXPECT_GE(report.checkpoints, 1U);
  EXPECT_THAT(ChainReportAsText(report), StartsWith("ok: "));
  EXPECT_THAT(ChainReportAsJson(report), HasSubstr(R"("ok":true)"));
}

TEST_F(AuditLogCommands, AnAlteredEventIsNamedByVerifyAndByCheck) {
  const std::string created = Export({.types = {"user.created"}});
  const std::string name =
      "event " + created.substr(10, created.find(',') - 10) + " was altered";  // {"number":
  FlipByte(R"("username":{"after":"ann)");
  const store::ChainReport report = Verify();
  EXPECT_THAT(report.problems, ElementsAre(HasSubstr(name)));
  EXPECT_THAT(ChainReportAsText(report), HasSubstr("not proved"));
  EXPECT_THAT(Must(CheckDatabase(config_, "", warnings_)).Summary(),
              HasSubstr("event_chain: " + name));
}

TEST_F(AuditLogCommands, ACheckpointIsLoggedAndProvesTheEndOfTheLog) {
  const auto line = logged_.find("event checkpoint");
  ASSERT_NE(line, std::string::npos) << logged_;
  const auto begin = logged_.rfind('{', line);
  const json::Value checkpoint =
      Must(json::Parse(logged_.substr(begin, logged_.find('\n', begin) - begin)));
  const std::string known =
      *checkpoint.Find("number")->AsString() + ":" + *checkpoint.Find("digest")->AsString();
  EXPECT_THAT(Verify(known).problems, IsEmpty());
  const std::string other = *checkpoint.Find("number")->AsString() + ":" + std::string(64, '0');
  EXPECT_THAT(Verify(other).problems, ElementsAre(HasSubstr("the given digest differs")));
  EXPECT_THAT(Verify("999999:" + std::string(64, '0')).problems,
              ElementsAre(HasSubstr("before event 999999")));
  for (const char* wrong : {"12", "x:00", ":", "1:zz", "-1:00"}) {
    const auto report = VerifyAuditLog(config_, "", wrong, warnings_);
    ASSERT_FALSE(report) << wrong;
    EXPECT_EQ(report.error().reason, "usage");
  }
}

TEST_F(AuditLogCommands, AForgedHeadIsLoggedAsAnError) {
  {
    const auto engine = Must(store::OpenSqlite(config_.data + "/bearward.db", true));
    Must(engine->Begin(true));
    const store::EventChain forger(base::Secret("not the master key"));
    Must(store::StoreHead(*engine, forger, *Must(store::FindHead(*engine, forger)).head));
    Must(engine->Commit());
  }
  const auto core = Open();
  Must(core->Tend());
  EXPECT_THAT(logged_, HasSubstr("The event log was changed by another program than Bearward."));
  EXPECT_FALSE(Verify().ok());
}

TEST_F(AuditLogCommands, AnotherMasterKeyIsRefused) {
  Config other = config_;
  const std::string backup = config_.data + "/bearward.db";
  other.data = temp_.File("other");
  {
    const DataFolder folder = Must(DataFolder::Open(other.data));
    Must(OpenCore(other, folder, {clock_, entropy_, log_, log_}, warnings_));
  }
  const auto report = VerifyAuditLog(other, backup, "", warnings_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason, "master_key_wrong");
}

TEST_F(AuditLogCommands, AMissingFileIsAnError) {
  const auto report = VerifyAuditLog(config_, temp_.File("none.db"), "", warnings_);
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().reason, "unreadable_file");
}

TEST_F(AuditLogCommands, AnExportHasOneEventInALine) {
  const std::string text = Export({});
  EXPECT_EQ(std::ranges::count(text, '\n'), Verify().events);
  const json::Value first = Must(json::Parse(text.substr(0, text.find('\n'))));
  EXPECT_EQ(first.Find("number")->AsInt(), 1);
  EXPECT_TRUE(first.Find("data")->IsObject());
  EXPECT_EQ(first.Find("digest")->AsString()->size(), 64U);
}

TEST_F(AuditLogCommands, AnExportIsFiltered) {
  const std::string users = Export({.types = {"user.created"}});
  EXPECT_EQ(std::ranges::count(users, '\n'), 1);
  EXPECT_THAT(users, HasSubstr(R"("type":"user.created")"));
  const std::string organization = Export({.organization = "org_acme"});
  EXPECT_THAT(organization, HasSubstr("org_acme"));
  EXPECT_THAT(organization, Not(HasSubstr(R"("organization_id":null)")));
  EXPECT_EQ(Export({.environment = "production", .types = {"user.created"}}), users);
  const std::string now = base::FormatIsoMillis(clock_.Now());
  EXPECT_EQ(Export({.from = now}), Export({}));
  EXPECT_EQ(Export({.to = now}), "") << "the end is exclusive";
}

TEST_F(AuditLogCommands, CsvHasAHeader) {
  const std::string csv = Export({.types = {"organization.created"}, .csv = true});
  EXPECT_THAT(csv, StartsWith("number,at,environment_id,type,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 2);
}

TEST_F(AuditLogCommands, AWrongSelectionIsRefused) {
  EXPECT_EQ(ReasonOf({.types = {"user.exploded"}}), "usage");
  EXPECT_EQ(ReasonOf({.from = "yesterday"}), "usage");
  EXPECT_EQ(ReasonOf({.environment = "none"}), "environment_not_found");
}

}  // namespace
}  // namespace bearward::app
