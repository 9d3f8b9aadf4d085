// WorkOsSignInFixture: the grants by which users of WorkOS' API sign in, on a server that requires
// a verified address.
#pragma once

#include <string>

#include "app/email_code_fixture.h"

namespace bearward::app {

class WorkOsSignInFixture : public EmailCodeFixture {
 protected:
  static inline const std::string kBase = "/user_management/";

  static void SetUpTestSuite() {
    Config config;
    config.mail.require_verified_email = true;
    Start(config);
  }

  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body,
                           const char* key = kProductionKey) {
    return Json(Method::kPost, kBase + path, body, Bearer(key));
  }
  static std::string NewUser(const std::string& email, const std::string& more = {}) {
    return Text(Post("users",
                     R"({"email":")" + email + R"(","password":"a sign-in password")" + more + "}"),
                "id");
  }
  static std::string NewOrganization(const std::string& name) {
    return Text(Json(Method::kPost, "/organizations", R"({"name":")" + name + R"("})", Key()),
                "id");
  }
  static std::string ClientId() {
    return *Value(Get("/v1/whoami", Key())).Find("environment")->Find("client_id")->AsString();
  }
  // Ask sends a grant of the client with its secret. `invitation` is the text of the member
  // invitation_token, "" for none.
  static ClientAnswer Ask(const std::string& grant_type, const std::string& members,
                          const std::string& invitation = {}) {
    const std::string token =
        invitation.empty() ? "" : R"(,"invitation_token":")" + invitation + '"';
    return Json(Method::kPost, kBase + "authenticate",
                R"({"client_id":")" + ClientId() + R"(","client_secret":")" + kProductionKey +
                    R"(","grant_type":")" + grant_type + R"(",)" + members + token + "}");
  }
  static ClientAnswer ByCode(const std::string& email, const std::string& code,
                             const std::string& invitation = {}) {
    return Ask("urn:workos:oauth:grant-type:magic-auth:code",
               R"("email":")" + email + R"(","code":")" + code + '"', invitation);
  }
  static ClientAnswer ByPassword(const std::string& email, const std::string& invitation = {},
                                 const std::string& password = "a sign-in password") {
    return Ask("password", R"("email":")" + email + R"(","password":")" + password + '"',
               invitation);
  }
};

}  // namespace bearward::app
