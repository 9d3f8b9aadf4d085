// POST /v1/access_checks in the whole program: its answer, and that a token of the user meets it.
#include <string>

#include "app/contract_fixture.h"
#include "json/writer.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;

class AccessChecks : public ContractFixture {
 protected:
  static std::string Question(const std::string& permissions, const std::string& user = kAnn,
                              const std::string& organization = kAcme) {
    return R"({"user_id":")" + user + R"(","organization_id":")" + organization +
           R"(","permissions":)" + permissions + "}";
  }
  static ClientAnswer Ask(const std::string& body, const char* key = kProductionKey) {
    return Json(Method::kPost, "/v1/access_checks", body, Bearer(key));
  }
};

TEST_F(AccessChecks, TheAnswerHasRolesForEachPermissionAndWhatIsMissing) {
  const ClientAnswer answer = Ask(Question(R"(["forms:read","calls:write"])"));
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body,
            std::string(R"({"object":"access_check","user_id":")") + kAnn +
                R"(","organization_id":")" + kAcme +
                R"(","allowed":false,"reason":"missing_permission","roles":["planner","api"],)"
                R"("permissions":[{"permission":"forms:read","allowed":true,"roles":["planner"]},)"
                R"({"permission":"calls:write","allowed":false,"roles":[]}],)"
                R"("missing":["calls:write"]})");
  const ClientAnswer allowed = Ask(Question(R"(["forms:read"])"));
  EXPECT_THAT(allowed.body, HasSubstr(R"("allowed":true,"reason":null)"));
  EXPECT_THAT(allowed.body, HasSubstr(R"("missing":[])"));
}

TEST_F(AccessChecks, ATokenOfTheUserMeetsTheAnswer) {
  const std::string token =
      Text(Json(Method::kPost, "/auth/login",
                R"({"username":"ann","password":"correct horse battery staple"})"),
           "token");
  for (const char* asked : {R"(["forms:read"])", R"(["calls:write"])", R"(["forms:read","x"])"}) {
    const ClientAnswer verified = Json(
        Method::kPost, "/v1/verify",
        R"({"token":)" + json::Quote(token) + R"(,"need":)" + asked + "}", Bearer(kProductionKey));
    const ClientAnswer checked = Ask(Question(asked));
    EXPECT_EQ(Value(checked).Find("allowed")->AsBool(), Value(verified).Find("allowed")->AsBool())
        << asked;
  }
}

TEST_F(AccessChecks, AWrongQuestionIsRefused) {
  const ClientAnswer unknown = Ask(Question(R"(["forms:read"])", "user_unknown"));
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("user_not_found"));
  EXPECT_THAT(Ask(Question(R"(["forms:read"])", kAnn, "org_unknown")).body,
              HasSubstr("organization_not_found"));
  EXPECT_EQ(Ask(Question("[]")).status, 400);
  EXPECT_EQ(Ask(R"({"user_id":"x","organization_id":"y"})").status, 400);
  EXPECT_THAT(Ask(R"({"user_id":"x","organization_id":"y","permission":["a"]})").body,
              HasSubstr("unknown_field"));
  EXPECT_EQ(Ask(Question(R"(["forms:read"])"), kSandboxKey).status, 404);
  EXPECT_EQ(Json(Method::kPost, "/v1/access_checks", Question(R"(["forms:read"])"),
                 {{"X-Api-Key", kAnnKey}})
                .status,
            403);
}

}  // namespace
}  // namespace bearward::app
