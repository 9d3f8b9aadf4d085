// The audit trail of sessions of the console, and of the operator.
#include <algorithm>

#include "app/audit_fixture.h"
#include "app/browser_fixture.h"

namespace bearward::app {

using ::testing::HasSubstr;
using ::testing::StartsWith;

void Audit::ChangeConsoleSession() {
  const std::string administrators = "/v1/administrators";
  Change({"v1.add_administrator", Method::kPost, administrators, R"({"user_id":"gus"})", Key()},
         {"administrator.added", "environment", "key_"});
  const ClientAnswer signed_in =
      Change({"signin.sign_in",
              Method::kPost,
              "/sign-in",
              "csrf=" + door::CsrfTokenOf("form") + "&username=gus&password=another+long+password",
              {{"Cookie", "bearward_form=form"}}},
             {"session.created", "user", "", {"login.succeeded"}});
  Browser browser;
  browser.Take(signed_in);
  const ClientHeaders session = browser.Api();
  Change({"v1.add_administrator", Method::kPost, administrators,
          R"({"user_id":")" + std::string(kAnn) + "\"}", session},
         {"administrator.added", "user", "session_"});
  Change({"v1.remove_administrator", Method::kDelete, administrators + "/" + kAnn, "", session},
         {"administrator.removed", "user", "session_"});
  EXPECT_EQ(target_, kAnn);
  const ClientAnswer masquerade =
      Change({"v1.masquerade", Method::kPost, "/v1/users/" + std::string(kAnn) + "/masquerade",
              R"({"reason":"audited"})", session},
             {"masquerade.started", "user", "session_", {"session.created"}});
  EXPECT_THAT(data_, HasSubstr(R"("reason":"audited")"));
  EXPECT_EQ(target_, kAnn);
  browser.Take(masquerade);
  Change({"signin.sign_out", Method::kPost, "/sign-out", "", browser.Masquerade()},
         {"session.ended", "user", "session_"});
  EXPECT_THAT(data_, HasSubstr(R"("impersonator":{"id":")" + Subject(session)));
  ChangeEnvironments(session);
  Change({"signin.sign_out", Method::kPost, "/sign-out", "", session},
         {"session.ended", "user", "session_"});
  Apply("[[users]]\nusername = \"audit-boss\"\npassword = \"a boss's password\"\n");
  Appoint("audit-boss", 0);
  Change({"v1.create_environment_api_key", Method::kPost, "/v1/api_keys",
          R"({"description":"audited"})", ConsoleSession("audit-boss", "a boss's password")},
         {"api_key.created", "user", "session_"});
}

// The new environment also gets roles and keys, with events of their own.
void Audit::ChangeEnvironments(const ClientHeaders& session) {
  const std::int64_t before = Last();
  Request create{"v1.create_environment", Method::kPost, "/v1/environments",
                 R"({"name":"audited"})", session};
  EXPECT_EQ(Ask(create).status, 201);
  const auto events = After(before);
  const auto made =
      std::ranges::find(events, model::EventType::kEnvironmentCreated, &model::Event::type);
  ASSERT_NE(made, events.end());
  EXPECT_EQ(made->actor.id, Subject(session));
  EXPECT_THAT(made->actor.credential_id, StartsWith("session_"));
  EXPECT_EQ(made->actor.origin, (model::Origin{kPeer, id_}));
  const std::string path = "/v1/environments/audited";
  Change({"v1.update_environment", Method::kPatch, path, R"({"sandbox":true})", session},
         {"environment.updated", "user", "session_"});
  EXPECT_EQ(data_, R"({"changes":{"sandbox":{"before":false,"after":true}}})");
  Browser browser;
  browser.Take(Change({"v1.act_for_environment", Method::kPost, path + "/masquerade", "", session},
                      {"masquerade.started", "user", "session_", {"session.created"}}));
  EXPECT_EQ(target_, made->target);
  Change({"signin.sign_out", Method::kPost, "/sign-out", "", browser.Masquerade()},
         {"session.ended", "environment", "session_"});
  EXPECT_THAT(data_, HasSubstr(R"("impersonator":{"id":")" + Subject(session) +
                               R"(","environment_id":"env_)"));
}

}  // namespace bearward::app
