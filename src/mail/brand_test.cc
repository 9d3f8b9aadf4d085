#include "mail/brand.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/png_fixture.h"

namespace bearward::mail {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Message Reset() {
  return Compose(Letter::kPasswordReset, "ann@acme.example",
                 base::Secret("https://id.example/reset-password?token=a"));
}

model::Branding Acme() {
  model::Branding branding;
  branding.environment = {"env_1"};
  branding.name = "Acme";
  branding.color = "#1d4ed8";
  branding.logo = model::DataUriOfPng(model::DotPng());
  branding.updated_at = base::FromMillis(5);
  return branding;
}

TEST(Brand, AnEmailHasTheNameTheColorAndTheLogo) {
  const Message message = Branded(Reset(), Acme(), "https://id.example");
  EXPECT_THAT(std::string(message.html.Reveal()),
              AllOf(HasSubstr("<strong>Acme</strong>"), HasSubstr("4px solid #1d4ed8"),
                    HasSubstr("src=\"https://id.example/sign-in/logo?environment=env_1&amp;v=5\""),
                    HasSubstr("reset-password?token=a")));
  EXPECT_THAT(std::string(message.text.Reveal()),
              AllOf(StartsWith("Acme\r\n"), HasSubstr("reset-password?token=a")));
}

// K1, F9: a name is neither markup nor a field, and never leaves ASCII.
TEST(Brand, ANameIsTextAndAscii) {
  model::Branding branding = Acme();
  branding.name = "<b>M\xc3\xbcller</b>\"&'";
  const Message message = Branded(Reset(), branding, "");
  const std::string html(message.html.Reveal());
  EXPECT_THAT(html, AllOf(HasSubstr("&#60;b&#62;M&#252;ller"), Not(HasSubstr("<b>"))));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_EQ(message.subject, Reset().subject);
  for (const char c : html + std::string(message.text.Reveal())) EXPECT_GT(c, 0);
}

}  // namespace
}  // namespace bearward::mail
