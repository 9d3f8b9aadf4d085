// WorkSpan's marketplace, co-sell and lists (contract section 2.9).
#include "app/workspan_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr const char* kWorld = R"(
[[applications]]
name = "Offers"
organization = "Acme"
client_id = "WS-ApplicationUser_offers"
client_secret = "00112233445566778899aabbccddeeff"
access_profile = "MARKETPLACE_ACTIONS"

[[objects]]
kind = "ws-offer"
name = "Offer"
id = "WS-Offer_1"
organization = "Acme"

[[objects]]
kind = "ws-offer"
name = "Foreign offer"
id = "WS-Offer_2"
organization = "Globex"
members = [{ organization = "Acme", level = "owner" }]

[[objects]]
kind = "integration"
name = "Marketplace"
id = "WS-Integration_market"
organization = "Acme"

[[objects]]
kind = "report"
name = "Offers"
number = 7200
organization = "Acme"
[objects.fields]
enabledForApi = true
rows = "ws-offer"
tags = ["other", "marketplace:google:offer:list:report"]
columns = [{ colId = "name", exportName = "Name", field = "object_name" }]

[[objects]]
kind = "opportunity"
name = "Co-sell"
id = "WS-Project_cosell"
number = 8552
organization = "Acme"
members = [{ organization = "Globex", level = "viewer" }]

[[objects]]
kind = "aws_partner"
name = "Initech"
number = 9001
organization = "Acme"
fields = { aws_partner_id = "P-1" }

[[objects]]
kind = "aws_partner"
name = "Hidden partner"
number = 9002
organization = "Globex"

[[objects]]
kind = "aws_solution"
name = "Backup"
id = "S-1"
organization = "Acme"

[[objects]]
kind = "aws_solution"
name = "Search"
id = "S-2"
organization = "Acme"

[[objects]]
kind = "aws_solution"
name = "Shared"
id = "S-3"
organization = "Globex"
members = [{ organization = "Acme", level = "viewer" }]

[[objects]]
kind = "picklist"
name = "Own use cases"
organization = "Acme"
fields = { partner_id = "aws", field_name = "aws_use_case", values = ["Own"] }
)";

class WorkSpanMarketplace : public WorkSpanFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Apply(kWorld);
    linker_ = Linker();
    offers_ = Machine("offers", "00112233445566778899aabbccddeeff");
  }
  static ClientAnswer Start(const std::string& action, const std::string& object,
                            const std::string& marketplace, const std::string& id,
                            const ClientHeaders& who = offers_) {
    return Post("/app/v1/marketplace/actions",
                R"({"action_type":")" + action + R"(","object_type":")" + object +
                    R"(","marketplace_type":")" + marketplace + R"(","object_id":")" + id + "\"}",
                who);
  }
  static std::string Invitation(const std::string& opportunity, const std::string& partner,
                                const std::string& more = "") {
    return R"({"action":"invite_aws_partner","version":"v1","payload":{"inviting_from":"crm",)"
           R"("opportunity_project_id":")" +
           opportunity + R"(","partner_project_id":")" + partner +
           R"(","partner_responsibility":["Sell"],"invitation_message":"Hello")" + more + "}}";
  }
  static std::string Parts(const std::string& parts) { return parts + "--b--\r\n"; }
  static std::string Part(const std::string& disposition, const std::string& text) {
    return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n";
  }
  static ClientAnswer Multipart(const std::string& path, const std::string& body) {
    ClientHeaders headers = linker_;
    headers.emplace_back("Content-Type", "multipart/form-data; boundary=b");
    return Send(Method::kPost, path, headers, body);
  }

  static inline ClientHeaders linker_;
  static inline ClientHeaders offers_;
};

TEST_F(WorkSpanMarketplace, AnActionIsInProgressAndThenComplete) {
  const ClientAnswer started = Start("withdraw", "ws-offer", "aws", "WS-Offer_1");
  ASSERT_EQ(started.status, 200) << started.body;
  const std::string id = Text(started, "action_id");
  EXPECT_THAT(id, MatchesRegex("WS-MarketplaceAction-[0-9a-f-]{36}"));
  EXPECT_EQ(started.body, R"({"action_id":")" + id +
                              R"(","object_id":"WS-Offer_1","object_type":"ws-offer",)"
                              R"("marketplace_type":"aws","action_type":"withdraw",)"
                              R"("status":"IN_PROGRESS","message":"The action is in progress."})");
  EXPECT_EQ(Start("withdraw", "ws-offer", "aws", "WS-Offer_1").status, 400) << "in progress";
  const std::string path = "/app/v1/marketplace/actions/" + id;
  EXPECT_EQ(Get(path, offers_).body, started.body);
  clock_->Advance(std::chrono::seconds(30));
  EXPECT_EQ(Text(Get(path, offers_), "status"), "SUCCESS");
  EXPECT_EQ(Start("withdraw", "ws-offer", "aws", "WS-Offer_1").status, 400) << "withdrawn";
}

TEST_F(WorkSpanMarketplace, TheChecksOfAnActionComeInTheirOrder) {
  EXPECT_EQ(Start("?", "?", "?", "?", linker_).status, 403)
      << "a grant for every kind is no grant for offers";
  EXPECT_EQ(Post("/app/v1/marketplace/actions", R"({"action_type":7})", linker_).status, 403);
  EXPECT_EQ(Text(Start("buy", "?", "?", "?"), "message"), "action_type must be withdraw.");
  EXPECT_EQ(Text(Start("withdraw", "?", "?", "?"), "message"), "object_type must be ws-offer.");
  EXPECT_EQ(Text(Start("withdraw", "ws-offer", "google", "?"), "message"),
            "marketplace_type must be aws, azure or gcp.");
  const ClientAnswer missing = Start("withdraw", "ws-offer", "gcp", "WS-Offer_none");
  EXPECT_EQ(missing.status, 400);
  EXPECT_EQ(missing.body, R"({"statusCode":400,"message":"No such offer."})");
  EXPECT_EQ(Start("withdraw", "ws-offer", "azure", "WS-Offer_2").body, missing.body);
  EXPECT_EQ(Start("withdraw", "ws-offer", "azure", "WS-Project_deal").body, missing.body);
  EXPECT_EQ(Post("/app/v1/marketplace/actions", "{}", offers_).status, 400);
  EXPECT_EQ(Text(Post("/app/v1/marketplace/actions", R"({"action_type":7})", offers_), "message"),
            "action_type must be withdraw.");
  EXPECT_EQ(Get("/app/v1/marketplace/actions/none", offers_).status, 400);
  EXPECT_EQ(Get("/app/v1/marketplace/actions/none", linker_).status, 403);
}

TEST_F(WorkSpanMarketplace, UsageIsReceivedOrRefusedPerProject) {
  const std::string path = "/app/v1/marketplace/usage_upload?integration_id=WS-Integration_market";
  const ClientAnswer uploaded =
      Post(path,
           R"([{"project_name":"A","project_id":"WS-Project_cosell","quantity":5},)"
           R"({"project_name":"B","external_id":"x","quantity":-1},)"
           R"({"project_name":"C","project_id":"WS-Project_private","quantity":1}])",
           linker_);
  ASSERT_EQ(uploaded.status, 200) << uploaded.body;
  const std::string execution = Text(uploaded, "usage_execution_id");
  const ClientAnswer status =
      Get("/app/v1/marketplace/usage/status?execution_id=" + execution, linker_);
  EXPECT_EQ(status.body,
            R"({"execution_id":")" + execution +
                R"(","projects":[{"project_name":"A","status":"Received","external_id":"",)"
                R"("project_id":"WS-Project_cosell","error_message":[]},{"project_name":"B",)"
                R"("status":"Failed","external_id":"x","project_id":"","error_message":)"
                R"([{"ErrorMessage":"quantity must be a number of at least 0.",)"
                R"("ErrorCode":"USAGE-22"}]},{"project_name":"C","status":"Failed",)"
                R"("external_id":"","project_id":"WS-Project_private","error_message":)"
                R"([{"ErrorMessage":"No such project.","ErrorCode":"USAGE-21"}]}]})");
  EXPECT_EQ(Get("/app/v1/marketplace/usage/status?execution_id=none", linker_).status, 400);
  EXPECT_EQ(Get("/app/v1/marketplace/usage/status?execution_id=" + execution, Globex()).status,
            400);
  EXPECT_EQ(Get("/app/v1/marketplace/usage/status", linker_).status, 400);
  EXPECT_EQ(
      Multipart(path, Parts(Part("name=\"file\"; filename=\"u.csv\"", "external_id,quantity\nx,1")))
          .status,
      200);
  EXPECT_EQ(Post(path, "{}", linker_).status, 400);
  EXPECT_EQ(Post(path, "[]", Reader()).status, 403);
  EXPECT_EQ(Post("/app/v1/marketplace/usage_upload", "[]", linker_).status, 400);
  EXPECT_EQ(Post(path, "[]", Globex()).status, 400) << "the vendor documents no 404";
  EXPECT_EQ(Text(Post(path, "", linker_), "message"), "The body is empty.");
}

TEST_F(WorkSpanMarketplace, TheReportIsFoundByItsTag) {
  const auto ask = [](const std::string& more) {
    return Post("/app/v1/marketplace/export_report",
                R"({"operation":"list","object_type":"offer",)" + more + "}", Reader());
  };
  EXPECT_EQ(Member(ask(R"("marketplace_type":"google","size":1,"page":0)"), {"results"}),
            R"([{"Name":"Offer"}])");
  EXPECT_EQ(Member(ask(R"("marketplace_type":"google","size":1,"page":0)"), {"endOfList"}),
            "false");
  EXPECT_EQ(ask(R"("marketplace_type":"gcp")").status, 404);
  EXPECT_EQ(ask(R"("marketplace_type":"google","size":0)").status, 400);
  EXPECT_EQ(ask(R"("size":1)").status, 400);
}

TEST_F(WorkSpanMarketplace, InboundObjectsAreCreatedAndThenReplaced) {
  const std::string base = "/app/v1/marketplace/crm_inbound";
  const std::string query = "?integration_id=WS-Integration_market";
  const std::string data = R"({"external_id":"A-1","pricing_terms":[{"amount":"5"}]})";
  const ClientAnswer made =
      Multipart(base + "_v2" + query,
                Parts(Part("name=\"data\"", data) +
                      Part("name=\"customer_eula_file\"; filename=\"e.txt\"", "terms")));
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(Member(made, {"created"}), "true");
  const ClientAnswer again =
      Multipart(base + "_v2" + query, Parts(Part("name=\"data\"; filename=\"d.json\"", data)));
  EXPECT_EQ(Member(again, {"created"}), "false");
  EXPECT_EQ(Text(again, "object_id"), Text(made, "object_id"));
  EXPECT_EQ(Multipart(base + "_v2" + query, Parts(Part("name=\"other\"", "x"))).status, 400);
  EXPECT_EQ(Multipart(base + "_v2" + query, Parts(Part("name=\"data\"", "[]"))).status, 400);
  EXPECT_EQ(Multipart(base + "_v2" + query, Parts(Part("name=\"data\"", "{}"))).status, 400);
  EXPECT_EQ(Post(base + "_v2" + query, data, linker_).status, 415);
  const ClientAnswer form = Multipart(base + query, Parts(Part("name=\"external_id\"", "B-1")));
  EXPECT_EQ(Text(form, "external_id"), "B-1");
  EXPECT_EQ(Post(base + query, R"({"external_id":"B-1"})", Reader()).status, 403);
  EXPECT_EQ(Post(base + query, R"({"external_id":"B-1"})", Globex()).status, 400)
      << "the vendor documents no 404";
  EXPECT_EQ(Post(base, R"({"external_id":"B-1"})", linker_).status, 400);
}

TEST_F(WorkSpanMarketplace, APartnerIsInvitedOnce) {
  const auto act = [](const std::string& body, const ClientHeaders& who = linker_) {
    return Post("/cosell/action", body, who);
  };
  EXPECT_EQ(act(Invitation("WS-8552", "WS-9001")).status, 200);
  EXPECT_EQ(act(Invitation("WS-8552", "WS-9001")).status, 409);
  EXPECT_EQ(act(Invitation("WS-8552", "WS-9002")).status, 404) << "a hidden partner";
  EXPECT_EQ(act(Invitation("WS-8552", "WS-1")).body, act(Invitation("WS-8552", "WS-9002")).body);
  EXPECT_EQ(act(Invitation("WS-77777", "WS-9001")).status, 404);
  EXPECT_EQ(act(Invitation("WS-Project_cosell", "WS-9001")).status, 404) << "ids are short";
  EXPECT_EQ(act(Invitation("WS-8552", "WS-9001"), Globex()).status, 403) << "a viewer";
  EXPECT_EQ(act(Invitation("WS-8552", "WS-9001"), Reader()).status, 403);
  EXPECT_EQ(act("{}").status, 400);
  EXPECT_EQ(act(R"({"action":"x","version":"v1","payload":{}})").status, 400);
  EXPECT_EQ(act(R"({"action":"invite_aws_partner","version":"v2","payload":{}})").status, 400);
  EXPECT_EQ(act(R"({"action":"invite_aws_partner","version":"v1","payload":[]})").status, 400);
  EXPECT_EQ(act(R"({"action":"invite_aws_partner","version":"v1","payload":{}})").status, 400);
}

TEST_F(WorkSpanMarketplace, PartnersAreThoseThatTheCompanyReaches) {
  const ClientAnswer list = Get("/cosell/aws/partners", Reader());
  EXPECT_THAT(list.body, HasSubstr(R"({"partners":[{"partner_project_id":"WS-9001",)"));
  EXPECT_THAT(list.body, Not(HasSubstr("Hidden partner")));
  EXPECT_EQ(Get("/cosell/aws/partners/count", Reader()).body, R"({"count":1})");
}

TEST_F(WorkSpanMarketplace, AnOpportunityIsValidated) {
  const auto validate = [](const std::string& payload) {
    return Post("/cosell/opportunity/validate/crm",
                R"({"crm_type":"salesforce","payload":)" + payload + "}", Reader());
  };
  const std::string good =
      R"({"customer_name":"C","customer_country":"United States","opportunity_title":"T",)"
      R"("opportunity_description":"D","target_close_date":"2031-05-06",)"
      R"("aws_monthly_revenue":"12.5","procurement_type":"Direct","unknown":"x"})";
  EXPECT_EQ(validate(good).body, R"({"valid":true,"errors":[]})");
  const ClientAnswer bad =
      validate(R"({"customer_name":"C","target_close_date":"soon","aws_monthly_revenue":"much",)"
               R"("primary_contact_email":"none","procurement_type":"Barter","customer_duns":7})");
  EXPECT_EQ(Member(bad, {"valid"}), "false");
  for (const char* field : {"customer_country", "target_close_date", "aws_monthly_revenue",
                            "primary_contact_email", "procurement_type", "customer_duns"}) {
    EXPECT_THAT(bad.body, HasSubstr("\"field\":\"" + std::string(field) + "\""));
  }
  EXPECT_EQ(validate("[]").status, 400);
  EXPECT_EQ(
      Post("/cosell/opportunity/validate/crm", R"({"crm_type":"x","payload":{}})", Reader()).status,
      400);
}

TEST_F(WorkSpanMarketplace, PickListsAreOwnOnesOrThoseOfTheHyperscaler) {
  const std::string path = "/metadata/picklists/hyperscaler?partner_id=aws&field_names=";
  EXPECT_EQ(Get(path + "aws_use_case,aws_is_opp_from_marketing_activity", Reader()).body,
            R"({"partner_id":"aws","picklists":[{"field_name":"aws_use_case","values":["Own"]},)"
            R"({"field_name":"aws_is_opp_from_marketing_activity","values":["Yes","No"]}]})");
  EXPECT_THAT(Get(path + "aws_use_case", Globex()).body, Not(HasSubstr("Own\"")));
  EXPECT_EQ(Get(path + "none", Reader()).status, 400);
  EXPECT_EQ(Get("/metadata/picklists/hyperscaler?partner_id=x&field_names=y", Reader()).status,
            400);
  EXPECT_EQ(Get("/metadata/picklists/hyperscaler?partner_id=aws", Reader()).status, 400);
}

TEST_F(WorkSpanMarketplace, TheSolutionListIsThatOfTheCompany) {
  const std::string path = "/app/v1/company/lists/aws_solutions/items";
  EXPECT_EQ(Get(path, Reader()).body,
            R"({"list_name":"aws_solutions","items":[{"id":"S-1","name":"Backup"},)"
            R"({"id":"S-2","name":"Search"}]})")
      << "the solutions of other companies are not in the list, also if they are shared";
  EXPECT_EQ(Get(path, Globex()).body,
            R"({"list_name":"aws_solutions","items":[{"id":"S-3","name":"Shared"}]})");
  EXPECT_EQ(Get("/app/v1/company/lists/other/items", Reader()).status, 404);
}

TEST_F(WorkSpanMarketplace, TheTestRowNeedsACredential) {
  EXPECT_EQ(Post("/cosell/demo/test", "{}", Reader()).status, 200);
  EXPECT_EQ(Post("/cosell/demo/test", "{}", {}).status, 401);
}

}  // namespace
}  // namespace bearward::app
