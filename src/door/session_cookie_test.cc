#include "door/session_cookie.h"

#include <gtest/gtest.h>

#include <vector>

#include "testing/must.h"
#include "testing/vendor_forms.h"

namespace bearward::door {
namespace {

constexpr std::string_view kToken = "0b0e7d3e-9f0a-4c1d-8a55-0f6e3f1c2d4b";

class SessionCookie : public ::testing::Test {
 protected:
  // Extract returns the reason of the refusal, or "ok".
  std::string Extract(std::vector<http::Header> headers, bool issuer_is_https = false) {
    request_.headers = headers;
    const auto credential = ExtractSessionCookie(request_, known_, issuer_is_https);
    if (!credential) return credential.error().reason;
    EXPECT_EQ(credential->token, kToken);
    return "ok";
  }

  const std::string csrf_ = CsrfTokenOf(kToken);
  const std::string cookie_ = "bearward_session=" + std::string(kToken);
  const std::string secure_cookie_ = "__Host-" + cookie_;
  const CredentialHeaders known_{testing::kAllForms};
  http::Request request_;
};

TEST_F(SessionCookie, IsACredentialWithItsCsrfTokenOnly) {
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"X-CSRF-Token", csrf_}}), "ok");
  EXPECT_EQ(Extract({{"Cookie", cookie_}}), "csrf_token_required");
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"X-CSRF-Token", ""}}), "csrf_token_required");
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"X-CSRF-Token", std::string_view(kToken)}}),
            "csrf_token_required");
  const std::string other = CsrfTokenOf("another session");
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"X-CSRF-Token", other}}), "csrf_token_required");
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"X-CSRF-Token", csrf_}, {"X-CSRF-Token", other}}),
            "csrf_token_required");
}

TEST_F(SessionCookie, IsFoundAmongOthersAndMissingWithoutOne) {
  const std::string among = "a=1; " + cookie_ + ";b=2";
  EXPECT_EQ(Extract({{"Cookie", among}, {"X-CSRF-Token", csrf_}}), "ok");
  EXPECT_EQ(Extract({{"Cookie", "a=1"}, {"cookie", cookie_}, {"X-CSRF-Token", csrf_}}), "ok");
  EXPECT_EQ(Extract({}), "missing_credential");
  EXPECT_EQ(Extract({{"Cookie", "bearward_session="}}), "missing_credential");
  const std::string longer = "x" + cookie_;
  EXPECT_EQ(Extract({{"Cookie", longer}, {"X-CSRF-Token", csrf_}}), "missing_credential");
}

// A page of a masquerade and one of the own session send the same cookies.
TEST_F(SessionCookie, TheCsrfTokenSelectsTheOwnSessionOrTheMasquerade) {
  const std::string other = "another session";
  const std::string both =
      "bearward_session=" + other + "; bearward_masquerade=" + std::string(kToken);
  EXPECT_EQ(Extract({{"Cookie", both}, {"X-CSRF-Token", csrf_}}), "ok");
  const std::string swapped = cookie_ + "; bearward_masquerade=" + other;
  EXPECT_EQ(Extract({{"Cookie", swapped}, {"X-CSRF-Token", csrf_}}), "ok");
  EXPECT_EQ(Extract({{"Cookie", both}}), "csrf_token_required");
  const std::string alone = "bearward_masquerade=" + std::string(kToken);
  EXPECT_EQ(Extract({{"Cookie", alone}, {"X-CSRF-Token", csrf_}}), "ok");
  EXPECT_EQ(Extract({{"Cookie", alone}}), "missing_credential") << "it was left behind";
  EXPECT_EQ(Extract({{"Cookie", alone}, {"X-CSRF-Token", CsrfTokenOf("a third")}}),
            "csrf_token_required");
}

TEST_F(SessionCookie, TwoOfThemAreAmbiguous) {
  const std::string twice = cookie_ + "; bearward_session=planted";
  EXPECT_EQ(Extract({{"Cookie", twice}, {"X-CSRF-Token", csrf_}}), "ambiguous_credentials");
  EXPECT_EQ(Extract({{"Cookie", cookie_}, {"Cookie", cookie_}, {"X-CSRF-Token", csrf_}}),
            "ambiguous_credentials");
}

// Over https a cookie that plain http could have set is not a credential.
TEST_F(SessionCookie, OverHttpsOnlyThePrefixedNameCounts) {
  const std::vector<http::Header> plain = {{"Cookie", cookie_}, {"X-CSRF-Token", csrf_}};
  const std::vector<http::Header> secure = {{"Cookie", secure_cookie_}, {"X-CSRF-Token", csrf_}};
  EXPECT_EQ(Extract(plain, true), "missing_credential");
  EXPECT_EQ(Extract(secure, true), "ok");
  EXPECT_EQ(Extract(secure), "missing_credential");
  request_.tls = true;
  EXPECT_EQ(Extract(plain), "missing_credential");
  EXPECT_EQ(Extract(secure), "ok");
}

TEST_F(SessionCookie, ACredentialHeaderTakesPrecedence) {
  for (const char* name : {"Authorization", "Authentication", "X-Api-Key"}) {
    EXPECT_EQ(Extract({{name, "anything"}, {"Cookie", cookie_}, {"X-CSRF-Token", csrf_}}),
              "missing_credential")
        << name;
  }
}

TEST_F(SessionCookie, ItsAttributesKeepItFromScriptsAndOtherSites) {
  EXPECT_EQ(SetCookie("__Host-bearward_session", kToken, true, true),
            "__Host-bearward_session=" + std::string(kToken) +
                "; Path=/; SameSite=Lax; Secure; HttpOnly");
  EXPECT_EQ(SetCookie("bearward_csrf", "", false, false),
            "bearward_csrf=; Path=/; SameSite=Lax; Max-Age=0");
}

}  // namespace
}  // namespace bearward::door
