#include "mail/mailbox.h"

#include <gtest/gtest.h>

#include "json/reader.h"
#include "testing/must.h"

namespace bearward::mail {
namespace {

using testing::Must;

void Send(Mailbox& mailbox, Letter letter, const std::string& to, const std::string& variable) {
  Must(mailbox.Send(Compose(letter, to, base::Secret(variable)),
                    {.from = "no-reply@localhost", .id = "mail_1", .at = base::FromMillis(1)}));
}

json::Value Read(const Mailbox& mailbox) { return Must(json::Parse(mailbox.AsJson())); }

const json::Array& Emails(const json::Value& all) { return *all.Find("emails")->AsArray(); }

std::string_view Text(const json::Value& email, std::string_view name) {
  return *email.Find(name)->AsString();
}

TEST(Mailbox, AnEmailHasItsCodeOrItsLink) {
  Mailbox mailbox;
  Send(mailbox, Letter::kMagicAuth, "ann@example.test", "123456");
  Send(mailbox, Letter::kInvitation, "bob@example.test", "https://example.test/invite?t=1&u=2");
  const json::Value all = Read(mailbox);
  ASSERT_EQ(Emails(all).size(), 2U);
  const json::Value& first = Emails(all)[0];
  EXPECT_EQ(Text(first, "to"), "ann@example.test");
  EXPECT_EQ(Text(first, "kind"), "magic_auth");
  EXPECT_EQ(Text(first, "code"), "123456");
  EXPECT_EQ(first.Find("url"), nullptr);
  EXPECT_NE(Text(first, "text").find("123456"), std::string_view::npos);
  const json::Value& second = Emails(all)[1];
  EXPECT_EQ(Text(second, "url"), "https://example.test/invite?t=1&u=2");
  EXPECT_EQ(second.Find("code"), nullptr);
}

TEST(Mailbox, OnlyTheNewestEmailsAreKept) {
  Mailbox mailbox;
  for (std::size_t i = 0; i <= Mailbox::kMostEmails; ++i) {
    Send(mailbox, Letter::kMagicAuth, "ann@example.test", std::to_string(i));
  }
  const json::Value all = Read(mailbox);
  ASSERT_EQ(Emails(all).size(), Mailbox::kMostEmails);
  EXPECT_EQ(Text(Emails(all).front(), "code"), "1");
  EXPECT_EQ(Text(Emails(all).back(), "code"), std::to_string(Mailbox::kMostEmails));
}

TEST(Mailbox, AClearedMailboxIsEmpty) {
  Mailbox mailbox;
  Send(mailbox, Letter::kMagicAuth, "ann@example.test", "123456");
  mailbox.Clear();
  EXPECT_TRUE(Emails(Read(mailbox)).empty());
}

}  // namespace
}  // namespace bearward::mail
