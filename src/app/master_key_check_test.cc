// The start with another master key: it is refused, and seals nothing (incident class H2).
#include "app/master_key_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/open_core.h"
#include "app/provision_file.h"
#include "events/checkpoints.h"
#include "store/chain_check.h"
#include "store/tampering_fixture.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

std::string KeyOf(const std::string& id, char digit) {
  return id + ":" + std::string(64, digit) + "\n";
}
const std::string kKey = KeyOf("first", 'a');
const std::string kOther = KeyOf("other", 'b');

class MasterKeyCheckTest : public ::testing::Test {
 protected:
  MasterKeyCheckTest() {
    const auto core = Must(Open(kKey));
    Must(core->Apply(Must(ParseProvisionFile("[[environments]]\nname = \"production\"\n", "f"))));
  }
  base::Result<std::unique_ptr<Core>> Open(const std::string& keys,
                                           const Config& config = Config()) {
    return Core::Open(config, {clock_, entropy_, log_, log_}, store::SqliteFile(path_, 1),
                      base::Secret(keys));
  }
  base::Error ErrorOf(const std::string& keys) {
    const auto core = Open(keys);
    EXPECT_FALSE(core);
    return core ? base::Error() : core.error();
  }
  store::ChainReport Verify() {
    const auto ring = Must(crypto::KeyRing::Parse(base::Secret(kKey), entropy_));
    const auto engine = Must(store::OpenSqlite(path_, false));
    Must(engine->Begin(false));
    return Must(store::CheckChain(*engine, store::EventChain(ring.Derive(events::kChainPurpose))));
  }

  testing::TempDir temp_;
  std::string path_ = temp_.File("bearward.db");
  testing::FakeClock clock_;
  base::SystemEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
};

TEST_F(MasterKeyCheckTest, AnotherKeyIsRefusedAndSealsNothing) {
  store::RemoveChain(path_);
  const base::Error error = ErrorOf(kOther);
  EXPECT_EQ(error.reason, "master_key_wrong");
  EXPECT_THAT(error.public_text, HasSubstr("sealed with the key \"first\""));
  Must(Open(kKey));
  EXPECT_THAT(Verify().problems, IsEmpty());
  EXPECT_GT(Verify().head.unproved, 0);
}

// The databases of 0.1.0 state nothing about their master key.
TEST_F(MasterKeyCheckTest, AnotherKeyIsRefusedByTheSigningKeysOfAnEarlierVersion) {
  store::RemoveChain(path_);
  store::RemoveKeyFacts(path_);
  EXPECT_EQ(ErrorOf(kOther).reason, "unknown_master_key");
  Must(Open(kKey));
  EXPECT_THAT(Verify().problems, IsEmpty());
  EXPECT_EQ(ErrorOf(kOther).reason, "master_key_wrong");
}

TEST_F(MasterKeyCheckTest, ANewKeyAtTheFrontIsAccepted) {
  Must(Open(kOther + kKey));
  EXPECT_THAT(Verify().problems, IsEmpty());
  EXPECT_EQ(ErrorOf(kKey).reason, "master_key_wrong") << "the database is sealed with the new key";
  Must(Open(kOther + kKey));
}

TEST_F(MasterKeyCheckTest, AnotherLastKeyIsRefusedAndSealsNothing) {
  store::RemoveChain(path_);
  const base::Error error = ErrorOf(kKey + kOther);
  EXPECT_EQ(error.reason, "master_key_wrong");
  EXPECT_THAT(error.public_text, HasSubstr("Put new keys first"));
  Must(Open(kOther + kKey));
  EXPECT_THAT(Verify().problems, IsEmpty());
  EXPECT_EQ(ErrorOf(kOther).reason, "master_key_wrong") << "the last key is missing";
  EXPECT_THAT(Verify().problems, IsEmpty());
}

// An upgrade that fails after the log was sealed has stored which key sealed it.
TEST_F(MasterKeyCheckTest, AFailedStartKeepsTheKeyThatSealedTheLog) {
  store::RemoveChain(path_);
  store::RemoveKeyFacts(path_);
  Config twice;
  twice.mail.smtp = "mail.example:25";
  twice.mail.spool = temp_.File("spool");
  ASSERT_FALSE(Open(kKey, twice));
  EXPECT_EQ(ErrorOf(kKey + kOther).reason, "master_key_wrong");
  Must(Open(kKey));
  EXPECT_THAT(Verify().problems, IsEmpty());
}

TEST_F(MasterKeyCheckTest, TheLastKeyIsGivenUpByDeletingItsFact) {
  store::RemoveKeyFacts(path_);
  const std::string keys = KeyOf("new", 'c') + kKey + kOther;
  Must(Open(keys));
  Must(Open(keys));
  EXPECT_EQ(ErrorOf(kOther + kKey).reason, "master_key_wrong");
}

}  // namespace
}  // namespace bearward::app
