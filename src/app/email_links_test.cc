// The links in emails and in the answers that describe them.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "app/email_code_fixture.h"
#include "store/emails.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class EmailLinks : public EmailCodeFixture {
 protected:
  static void SetUpTestSuite() {
    StartWithSpool();
    core_->StartDelivery();
  }
  static void TearDownTestSuite() { EndWithSpool(); }

  // Sent waits until no email waits, and returns the emails in their form on the wire.
  static std::vector<std::string> Sent() {
    while (testing::Must(core_->store().Read(store::CountWaitingEmails)) > 0) {
      std::this_thread::yield();
    }
    std::vector<std::string> emails;
    for (const auto& entry : std::filesystem::directory_iterator(spool_->path())) {
      std::ifstream file(entry.path());
      emails.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return emails;
  }
};

// Incident class F1. The fields of a request name no host of a link.
TEST_F(EmailLinks, AForgedHostIsInNoLink) {
  const std::string base = "/user_management/";
  const ClientHeaders headers = {{"Authorization", std::string("Bearer ") + kProductionKey},
                                 {"Host", "evil.example"},
                                 {"X-Forwarded-Host", "evil.example"},
                                 {"Forwarded", "host=evil.example;proto=https"}};
  const auto post = [&](const std::string& path, const std::string& email) {
    const ClientAnswer made =
        Json(Method::kPost, base + path, R"({"email":")" + email + "\"}", headers);
    EXPECT_EQ(made.status, 201) << made.body;
    return made;
  };
  post("users", "l1@link.example");
  EXPECT_THAT(Text(post("password_reset", "l1@link.example"), "password_reset_url"),
              StartsWith(core_->issuer() + "/reset-password?token="));
  EXPECT_THAT(Text(post("invitations", "l2@link.example"), "accept_invitation_url"),
              StartsWith(core_->issuer() + "/invite?invitation_token="));
  EXPECT_THAT(Sent(), AllOf(SizeIs(2), Each(HasSubstr(core_->issuer() + "/")),
                            Each(Not(HasSubstr("evil.example")))));
}

}  // namespace
}  // namespace bearward::app
