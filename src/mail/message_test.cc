// The templates of emails, and their form on the wire.
#include "mail/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace bearward::mail {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr Letter kLetters[] = {
    Letter::kVerification, Letter::kMagicAuth,  Letter::kPasswordReset, Letter::kEmailChange,
    Letter::kInvitation,   Letter::kSignInLink, Letter::kKeyExpiry,     Letter::kWebhookDisabled};

TEST(Message, EveryTemplateHasTheVariableInBothForms) {
  for (const Letter letter : kLetters) {
    const Message message = Compose(letter, "ann@example.com", base::Secret("https://a/?t=x&y"));
    EXPECT_NE(message.subject, "");
    EXPECT_THAT(std::string(message.text.Reveal()), HasSubstr("\r\nhttps://a/?t=x&y\r\n"));
    EXPECT_THAT(std::string(message.html.Reveal()), HasSubstr("https://a/?t=x&amp;y"));
    EXPECT_THAT(message.subject, Not(HasSubstr("https")));
  }
}

TEST(Message, TheHtmlEscapesItsVariable) {
  const Message message =
      Compose(Letter::kInvitation, "ann@example.com", base::Secret("\"><script>&"));
  EXPECT_THAT(std::string(message.html.Reveal()), HasSubstr("&quot;&gt;&lt;script&gt;&amp;"));
  EXPECT_THAT(std::string(message.html.Reveal()), Not(HasSubstr("<script>")));
}

TEST(Message, TheWireFormHasTheHeadersAndBothParts) {
  const base::Secret wire =
      WireForm(Compose(Letter::kMagicAuth, "ann@example.com", base::Secret("123456")),
               {"no-reply@bearward.example", "mail_1", base::FromMillis(1'935'817'689'123)});
  const std::string text(wire.Reveal());
  EXPECT_THAT(text, ::testing::StartsWith("From: <no-reply@bearward.example>\r\n"
                                          "To: <ann@example.com>\r\n"
                                          "Subject: Your sign-in code\r\n"
                                          "Date: "));
  EXPECT_THAT(text, HasSubstr(" +0000\r\nMessage-ID: <mail_1@bearward.example>\r\n"));
  EXPECT_THAT(text, HasSubstr("--part-mail_1\r\nContent-Type: text/plain; charset=us-ascii\r\n"));
  EXPECT_THAT(text, HasSubstr("--part-mail_1\r\nContent-Type: text/html; charset=us-ascii\r\n"));
  EXPECT_THAT(text, ::testing::EndsWith("--part-mail_1--\r\n"));
}

// A line break or a bracket in an address would add a header or a recipient.
TEST(Message, OnlyPlainAddressesAreMailable) {
  for (const char* address : {"ann@example.com", "a.b+c@x.example", "o'neil@x.example"}) {
    EXPECT_TRUE(IsMailable(address)) << address;
  }
  for (const char* address :
       {"", "ann", "@x", "ann@", "a@b@c", "ann@x\r\nBcc: b@x", "<ann@x", "ann@x>", "a,b@x", "a b@x",
        "a;b@x", "\"a\"@x", "a@[127.0.0.1]", "\xc3\xa4@x.example"}) {
    EXPECT_FALSE(IsMailable(address)) << address;
  }
}

}  // namespace
}  // namespace bearward::mail
