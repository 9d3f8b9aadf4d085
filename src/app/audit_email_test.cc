// The changes of WorkOS' codes that are sent by email, and of invitations, for audit_test.cc.
#include "app/audit_fixture.h"

namespace bearward::app {

using ::testing::HasSubstr;
using ::testing::Not;

void Audit::ChangeEmailCodes() {
  const std::string base = "/user_management/";
  const std::string email = R"({"email":"codes@audit.example"})";
  const std::string id = Text(Json(Method::kPost, base + "users", email, Key()), "id");
  const std::string user = base + "users/" + id + "/";
  const auto code = [&](model::EmailCodeKind kind) {
    return R"({"code":")" + NewestCode(id, kind) + "\"}";
  };
  for (const char* verb : {"create_magic_auth", "send_magic_auth"}) {
    const bool sends = std::string_view(verb).starts_with("send");
    Change({std::string("workos.") + verb, Method::kPost,
            base + (sends ? "magic_auth/send" : "magic_auth"), email, Key()},
           {"magic_auth.created", "environment", "key_"});
    EXPECT_THAT(data_, HasSubstr(R"("email":{"after":"codes@audit.example"})"));
    EXPECT_THAT(data_, Not(HasSubstr(NewestCode(id, model::EmailCodeKind::kMagicAuth))));
    EXPECT_THAT(data_, Not(HasSubstr("sealed")));
  }
  Change({"workos.send_email_verification", Method::kPost, user + "email_verification/send", "",
          Key()},
         {"email_verification.created", "environment", "key_"});
  Change({"workos.verify_email", Method::kPost, user + "email_verification/confirm",
          code(model::EmailCodeKind::kEmailVerification), Key()},
         {"user.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"email_verified":{"before":false,"after":true}}})");
  Change({"workos.send_password_reset", Method::kPost, base + "password_reset/send", email, Key()},
         {"password_reset.created", "environment", "key_"});
  clock_->Advance(std::chrono::milliseconds(1));
  const ClientAnswer reset =
      Change({"workos.create_password_reset", Method::kPost, base + "password_reset", email, Key()},
             {"password_reset.created", "environment", "key_"});
  const std::string token = Text(reset, "password_reset_token");
  EXPECT_THAT(data_, Not(HasSubstr(token)));
  Change({"workos.reset_password", Method::kPost, base + "password_reset/confirm",
          R"({"token":")" + token + R"(","new_password":"canary-new-password"})", Key()},
         {"password_reset.succeeded", "environment", "key_", {"user.password_changed"}});
  const std::string redirect = "https://links.example/";
  Json(Method::kPost, base + "redirect_uris", R"({"uri":")" + redirect + "\"}", Key());
  const std::string sessions = "/passwordless/sessions";
  const ClientAnswer link = Change(
      {"workos.create_passwordless_session", Method::kPost, sessions,
       R"({"type":"MagicLink","email":"codes@audit.example","redirect_uri":")" + redirect + "\"}",
       Key()},
      {"passwordless_session.created", "environment", "key_"});
  EXPECT_THAT(data_, Not(HasSubstr("code=")));
  Change({"workos.send_passwordless_session", Method::kPost,
          sessions + "/" + Text(link, "id") + "/send", "", Key()},
         {"passwordless_session.sent", "environment", "key_"});
  Change({"workos.send_email_change", Method::kPost, user + "email_change/send",
          R"({"new_email":"moved@audit.example"})", Key()},
         {"email_change.created", "environment", "key_"});
  Change({"workos.confirm_email_change", Method::kPost, user + "email_change/confirm",
          code(model::EmailCodeKind::kEmailChange), Key()},
         {"user.updated", "environment", "key_"});
}

void Audit::ChangeInvitations() {
  const std::string path = "/user_management/invitations";
  const auto invite = [&](const std::string& email) {
    const ClientAnswer made =
        Change({"workos.create_invitation", Method::kPost, path,
                R"({"email":")" + email + R"(","organization_id":")" + kAcme + "\"}", Key()},
               {"invitation.created", "environment", "key_"});
    EXPECT_THAT(data_, Not(HasSubstr(Text(made, "token"))));
    return path + "/" + Text(made, "id");
  };
  const std::string accepted = invite("moved@audit.example");
  Change({"workos.resend_invitation", Method::kPost, accepted + "/resend", "{}", Key()},
         {"invitation.resent", "environment", "key_"});
  Change({"workos.accept_invitation", Method::kPost, accepted + "/accept", "", Key()},
         {"invitation.accepted", "environment", "key_", {"organization_membership.created"}});
  Change({"workos.revoke_invitation", Method::kPost, invite("nobody@audit.example") + "/revoke", "",
          Key()},
         {"invitation.revoked", "environment", "key_"});
}

// The pages on which the owner of an address acts without a session.
void Audit::ChangeByMailbox() {
  const std::string base = "/user_management/";
  const std::string email = R"({"email":"owner@audit.example"})";
  const std::string id = Text(Json(Method::kPost, base + "users", email, Key()), "id");
  Json(Method::kPost, base + "organization_memberships",
       R"({"user_id":")" + id + R"(","organization_id":")" + kAcme + "\"}", Key());
  const std::string form = "csrf=" + door::CsrfTokenOf("form");
  const auto page = [&](const std::string& operation, const std::string& path,
                        const std::string& fields, const std::string& token = {}) {
    return Request{operation,
                   Method::kPost,
                   path,
                   form + fields,
                   {{"Cookie", "bearward_form=form; bearward_link=" + token}}};
  };
  const std::string entered = "&email=owner%40audit.example&code=";
  Json(Method::kPost, base + "users/" + id + "/email_verification/send", "", Key());
  Change(page("signin.verify_email", "/verify-email/check",
              entered + NewestCode(id, model::EmailCodeKind::kEmailVerification)),
         {"user.updated", "user", ""});
  Json(Method::kPost, base + "magic_auth", email, Key());
  Change(page("signin.sign_in_by_code", "/sign-in/code/check",
              entered + NewestCode(id, model::EmailCodeKind::kMagicAuth)),
         {"session.created", "user", "", {"login.succeeded"}});
  Json(Method::kPut, base + "users/" + id,
       R"({"password":"canary-old-password","password_change_required":true})", Key());
  // The cookie of a sign-in that waits for another step.
  const auto pending = [&](const std::string& password) {
    const std::string cookie =
        Form("/sign-in", form + "&username=owner%40audit.example&password=" + password,
             {{"Accept", "text/html"}, {"Cookie", "bearward_form=form"}})
            .Header("Set-Cookie");
    return cookie.substr(0, cookie.find(';'));
  };
  Request choose =
      page("signin.choose_password", "/sign-in/new-password", "&password=canary-chosen-password");
  choose.headers = {{"Cookie", "bearward_form=form; " + pending("canary-old-password")}};
  Change(choose, {"session.created", "user", "", {"login.succeeded", "user.password_changed"}});
  const std::string second =
      Text(Json(Method::kPost, "/organizations", R"({"name":"Second"})", Key()), "id");
  Json(Method::kPost, base + "organization_memberships",
       R"({"user_id":")" + id + R"(","organization_id":")" + second + "\"}", Key());
  choose = page("signin.choose_organization", "/sign-in/organization",
                "&organization=" + std::string(kAcme));
  choose.headers = {{"Cookie", "bearward_form=form; " + pending("canary-chosen-password")}};
  Change(choose, {"session.created", "user", "", {"login.succeeded"}});
  const std::string reset =
      Text(Json(Method::kPost, base + "password_reset", email, Key()), "password_reset_token");
  Change(page("signin.reset_password", "/reset-password", "&password=canary-new-password", reset),
         {"password_reset.succeeded", "user", "", {"user.password_changed"}});
  EXPECT_THAT(data_, Not(HasSubstr(reset)));
  const ClientAnswer invitation = Json(
      Method::kPost, base + "invitations",
      R"({"email":"page@audit.example","organization_id":")" + std::string(kAcme) + "\"}", Key());
  Change(page("signin.accept_invitation", "/invite", "&password=canary-new-password",
              Text(invitation, "token")),
         {"invitation.accepted",
          "user",
          "",
          {"user.created", "user.updated", "user.password_changed",
           "organization_membership.created"}});
}

}  // namespace bearward::app
