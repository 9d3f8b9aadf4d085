#include "app/kept_issuer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/listeners.h"
#include "store/installation.h"
#include "testing/fake_clock.h"
#include "testing/must.h"
#include "testing/test_engine.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

class KeptIssuerTest : public ::testing::Test {
 protected:
  // Start returns the issuer of a start that announces an address.
  std::string Start(const std::string& announced, const std::string& configured = "") {
    Config config = config_;
    config.announced = announced;
    config.issuer = configured;
    return Must(KeptIssuer(*store_, config, log_));
  }
  Config config_;
  testing::FakeClock clock_;
  std::string lines_;
  observe::Logger log_{clock_, observe::Level::kInfo,
                       [this](std::string_view line) { lines_ += line; }};
  std::unique_ptr<store::Store> store_ = Must(store::Store::Open(testing::TestEngine()));
};

TEST_F(KeptIssuerTest, FirstAnnouncedAddressIsKept) {
  EXPECT_EQ(Start("http://127.0.0.1:41000"), "http://127.0.0.1:41000");
  EXPECT_EQ(Start("http://127.0.0.1:41000"), "http://127.0.0.1:41000");
  EXPECT_THAT(lines_, IsEmpty());
}

// 0.1.0 used the new address and then refused every token that was issued before.
TEST_F(KeptIssuerTest, AnotherAddressDoesNotReplaceItAndIsAWarning) {
  Start("http://127.0.0.1:41000");
  EXPECT_EQ(Start("http://127.0.0.1:42000"), "http://127.0.0.1:41000");
  EXPECT_THAT(lines_, HasSubstr("\"issuer\":\"http://127.0.0.1:41000\""));
  EXPECT_THAT(lines_, HasSubstr("\"address\":\"http://127.0.0.1:42000\""));
  EXPECT_THAT(lines_, HasSubstr("server.issuer"));
}

TEST_F(KeptIssuerTest, SettingComesFirstAndIsNotKept) {
  EXPECT_EQ(Start("http://127.0.0.1:41000", "https://door.example"), "https://door.example");
  EXPECT_EQ(Start("http://127.0.0.1:42000"), "http://127.0.0.1:42000");
  EXPECT_EQ(Start("http://127.0.0.1:42000", "https://door.example"), "https://door.example");
  EXPECT_THAT(lines_, IsEmpty());
}

TEST_F(KeptIssuerTest, ApplyWithoutAListenerKeepsNothing) {
  Start("");
  EXPECT_EQ(Start("http://127.0.0.1:42000"), "http://127.0.0.1:42000");
  EXPECT_EQ(Start(""), "http://127.0.0.1:42000");
}

TEST_F(KeptIssuerTest, DatabaseOf010KeepsTheIssuerOf010) {
  Must(store_->Write(
      [](store::WriteTx& tx) { return store::InsertFact(tx, store::kFilledByFact, "0.1.0"); }));
  config_.http = "0.0.0.0:8080";
  EXPECT_EQ(Start("http://localhost:8080"), "http://0.0.0.0:8080") << "its tokens name this one";
  EXPECT_THAT(lines_, HasSubstr("server.issuer"));
}

TEST(Listeners, WildcardAddressIsReachedAsLocalhost) {
  EXPECT_EQ(ReachableUrlOf("http", {"0.0.0.0", 8080}), "http://localhost:8080");
  EXPECT_EQ(ReachableUrlOf("https", {"::", 8443}), "https://localhost:8443");
  EXPECT_EQ(ReachableUrlOf("http", {"::1", 8080}), "http://[::1]:8080");
  EXPECT_EQ(ReachableUrlOf("http", {"192.0.2.7", 80}), "http://192.0.2.7:80");
}

}  // namespace
}  // namespace bearward::app
