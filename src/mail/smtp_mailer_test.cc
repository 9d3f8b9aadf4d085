// SmtpMailer against a small SMTP server on loopback.
#include "mail/smtp_mailer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "base/clock.h"
#include "crypto/certificate.h"
#include "testing/must.h"
#include "testing/smtp_server.h"
#include "testing/temp_dir.h"

namespace bearward::mail {
namespace {

using ::testing::HasSubstr;
using testing::Must;
using ::testing::SizeIs;
using testing::SmtpServer;

class SmtpMailerTest : public ::testing::Test {
 protected:
  SmtpMailerTest() : signed_(MakeCertificate()) {
    std::ofstream(folder_.File("ca.pem")) << signed_.certificate_pem;
  }
  static crypto::SelfSigned MakeCertificate() {
    base::SystemEntropy entropy;
    const base::Time now = base::SystemClock().Now();
    return Must(crypto::MakeSelfSigned({.common_name = "localhost",
                                        .dns_names = {"localhost"},
                                        .ip_addresses = {"127.0.0.1"},
                                        .not_before = now - std::chrono::hours(1)},
                                       entropy));
  }
  SmtpServer::Options WithTls() const {
    return {.certificate = signed_.certificate_pem, .key = std::string(signed_.key_pem.Reveal())};
  }
  SmtpSettings Settings(const SmtpServer& server, SmtpTls tls) const {
    return {.host = "127.0.0.1",
            .port = std::to_string(server.port()),
            .tls = tls,
            .username = {},
            .password = {},
            .ca_file = folder_.File("ca.pem")};
  }
  static base::Status Send(const SmtpSettings& settings) {
    SmtpMailer mailer(settings);
    return mailer.Send(Compose(Letter::kMagicAuth, "ann@example.com", base::Secret("271828")),
                       {"no-reply@example.com", "mail_1", base::FromMillis(0)});
  }
  static bool Has(const std::vector<SmtpServer::Received>& lines, std::string_view start) {
    return std::ranges::any_of(lines,
                               [&](const auto& line) { return line.text.starts_with(start); });
  }

  testing::TempDir folder_;
  crypto::SelfSigned signed_;
};

TEST_F(SmtpMailerTest, AnEmailReachesItsRecipientByStartTls) {
  const SmtpServer server(WithTls());
  Must(Send(Settings(server, SmtpTls::kStartTls)));
  ASSERT_THAT(server.messages(), SizeIs(1));
  const SmtpServer::Received message = server.messages().front();
  EXPECT_TRUE(message.encrypted);
  EXPECT_THAT(message.text, HasSubstr("To: <ann@example.com>\n"));
  EXPECT_THAT(message.text, HasSubstr("271828"));
  EXPECT_TRUE(Has(server.commands(), "MAIL FROM:<no-reply@example.com>"));
  EXPECT_TRUE(Has(server.commands(), "RCPT TO:<ann@example.com>"));
}

TEST_F(SmtpMailerTest, AnEmailReachesItsRecipientByTls) {
  SmtpServer::Options options = WithTls();
  options.tls_first = true;
  const SmtpServer server(options);
  Must(Send(Settings(server, SmtpTls::kTls)));
  ASSERT_THAT(server.messages(), SizeIs(1));
  EXPECT_TRUE(server.messages().front().encrypted);
}

// A downgrade would show the code and the password to the network.
TEST_F(SmtpMailerTest, WithoutStartTlsNothingIsSent) {
  const SmtpServer server({});
  SmtpSettings settings = Settings(server, SmtpTls::kStartTls);
  settings.username = "mailer";
  settings.password = base::Secret("a mail password");
  const base::Status sent = Send(settings);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, base::Code::kUnavailable);
  EXPECT_THAT(server.messages(), SizeIs(0));
  EXPECT_FALSE(Has(server.commands(), "AUTH"));
  EXPECT_FALSE(Has(server.commands(), "MAIL"));
}

TEST_F(SmtpMailerTest, ACertificateOfAnotherAuthorityIsRefused) {
  const SmtpServer server(WithTls());
  SmtpSettings settings = Settings(server, SmtpTls::kStartTls);
  settings.ca_file.clear();
  EXPECT_FALSE(Send(settings));
  EXPECT_THAT(server.messages(), SizeIs(0));
}

TEST_F(SmtpMailerTest, ThePasswordIsSentEncryptedOnly) {
  const SmtpServer server(WithTls());
  SmtpSettings settings = Settings(server, SmtpTls::kStartTls);
  settings.username = "mailer";
  settings.password = base::Secret("a mail password");
  Must(Send(settings));
  const auto commands = server.commands();
  ASSERT_TRUE(Has(commands, "AUTH PLAIN"));
  for (const auto& line : commands) {
    if (line.text.starts_with("AUTH")) {
      EXPECT_TRUE(line.encrypted);
    }
  }
}

TEST_F(SmtpMailerTest, WithoutTlsAnEmailIsSentInClearText) {
  const SmtpServer server({});
  Must(Send(Settings(server, SmtpTls::kNone)));
  ASSERT_THAT(server.messages(), SizeIs(1));
  EXPECT_FALSE(server.messages().front().encrypted);
}

// A refusal of the server or of the settings once dropped every email of the outbox.
TEST_F(SmtpMailerTest, OnlyAPermanentRefusalOfTheEmailIsNotRetried) {
  struct Row {
    const char* command;
    const char* reply;
    base::Code code;
  };
  for (const Row& row : {Row{"connection", "554 no service", base::Code::kUnavailable},
                         Row{"EHLO", "550 not you", base::Code::kUnavailable},
                         Row{"STARTTLS", "502 unknown command", base::Code::kUnavailable},
                         Row{"AUTH", "535 wrong password", base::Code::kUnavailable},
                         Row{"MAIL", "530 authentication required", base::Code::kUnavailable},
                         Row{"MAIL", "550 not this sender", base::Code::kUnavailable},
                         Row{"RCPT", "530 authentication required", base::Code::kUnavailable},
                         Row{"RCPT", "451 later", base::Code::kUnavailable},
                         Row{"RCPT", "550 no such user", base::Code::kInvalid},
                         Row{"DATA", "554 no valid recipients", base::Code::kInvalid},
                         Row{"message", "451 later", base::Code::kUnavailable},
                         Row{"message", "552 too large", base::Code::kInvalid}}) {
    SmtpServer::Options options = WithTls();
    options.replies[row.command] = row.reply;
    const SmtpServer server(options);
    SmtpSettings settings = Settings(server, SmtpTls::kStartTls);
    settings.username = "mailer";
    settings.password = base::Secret("a mail password");
    const base::Status sent = Send(settings);
    ASSERT_FALSE(sent) << row.command << " " << row.reply;
    EXPECT_EQ(sent.error().code, row.code)
        << row.command << " " << row.reply << ": " << sent.error().detail;
    EXPECT_THAT(server.messages(), SizeIs(0));
  }
}

TEST_F(SmtpMailerTest, AServerThatDoesNotListenIsUnavailable) {
  std::string port;
  {
    const SmtpServer server({});
    port = std::to_string(server.port());
  }
  const base::Status sent = Send({.host = "127.0.0.1",
                                  .port = port,
                                  .tls = SmtpTls::kStartTls,
                                  .username = {},
                                  .password = {},
                                  .ca_file = {}});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, base::Code::kUnavailable);
}

}  // namespace
}  // namespace bearward::mail
