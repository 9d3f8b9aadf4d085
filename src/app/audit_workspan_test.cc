// The changes of WorkSpan's users and data, for audit_test.cc.
#include "app/audit_fixture.h"

namespace bearward::app {
namespace {

constexpr const char* kWorld = R"(
[[objects]]
kind = "integration"
name = "Audited"
id = "WS-Integration_audit"
organization = "Acme"
[[objects]]
kind = "ws-offer"
name = "Audited"
id = "WS-Offer_audit"
organization = "Acme"
[[objects]]
kind = "opportunity"
name = "Audited"
number = 8552
organization = "Acme"
[[objects]]
kind = "aws_partner"
name = "Audited"
number = 8553
organization = "Acme"
[[applications]]
name = "Audited market"
organization = "Acme"
client_id = "WS-ApplicationUser_audit"
client_secret = "0123456789abcdef0123456789abcdef"
access_profile = "MARKETPLACE_ACTIONS"
)";

// File returns a multipart body with one file.
std::string File(const std::string& name, const std::string& bytes) {
  return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n" +
         bytes + "\r\n--b--\r\n";
}

}  // namespace

void Audit::ChangeWorkSpan() {
  Apply(kWorld);
  const ClientHeaders linker = Linker();
  const std::string users = "/api/scim/v2/Users";
  const std::string id = Text(
      Change(
          {"scim.create_user", Method::kPost, users, R"({"userName":"scim@acme.example"})", linker},
          {"user.created", "application", "session_", {"organization_membership.created"}}),
      "id");
  Change({"scim.replace_user", Method::kPut, users + "/" + id,
          R"({"userName":"scim@acme.example","name":{"givenName":"Sue"}})", linker},
         {"user.updated", "application", "session_"});
  EXPECT_EQ(data_, R"({"changes":{"first_name":{"before":"","after":"Sue"}}})");
  Change({"scim.patch_user", Method::kPatch, users + "/" + id,
          R"({"Operations":[{"op":"add","path":"name.familyName","value":"Lee"}]})", linker},
         {"user.updated", "application", "session_"});
  EXPECT_EQ(data_, R"({"changes":{"last_name":{"before":"","after":"Lee"}}})");
  ChangePartnerData(linker);
  ChangeSubscribers(linker);
}

void Audit::ChangeSubscribers(const ClientHeaders& linker) {
  const std::string path = "/event/v1/subscriber";
  const std::string callback =
      R"({"name":"Audited","subscriber_type":"webhook","integration_id":"WS-Integration_audit",)"
      R"("webhook_settings":{"callback_url":"https://audit.example/?sig=canary-bad"}})";
  const auto subscribe = [&] {
    return Text(Change({"workspan.subscribe", Method::kPost, path, callback, linker},
                       {"webhook_endpoint.created", "application", "session_"}),
                "subscriber_id");
  };
  const std::string first = subscribe();
  EXPECT_THAT(data_, ::testing::HasSubstr(R"("endpoint_url":{})")) << "the URL can be a secret";
  Change({"workspan.unsubscribe", Method::kDelete, path + "/" + first, "", linker},
         {"webhook_endpoint.deleted", "application", "session_"});
  const std::string managed = "/v1/webhook_subscribers/" + subscribe();
  Change(
      {"v1.update_webhook_subscriber", Method::kPatch, managed, R"({"status":"disabled"})", Key()},
      {"webhook_endpoint.updated", "environment", "key_"});
  Change({"v1.roll_subscriber_secret", Method::kPost, managed + "/roll_secret", "{}", Key()},
         {"webhook_endpoint.updated", "environment", "key_"});
  EXPECT_EQ(data_, R"({"changes":{"sealed":{}}})");
  Change({"v1.delete_webhook_subscriber", Method::kDelete, managed, "", Key()},
         {"webhook_endpoint.deleted", "environment", "key_"});
}

void Audit::ChangePartnerData(const ClientHeaders& linker) {
  const Expected loaded{"object.created", "application", "session_", {"object.linked"}};
  const Expected created{"object.created", "application", "session_"};
  const Expected updated{"object.updated", "application", "session_"};
  const std::string query = "?integration_id=WS-Integration_audit";
  const auto load = [&](const std::string& operation, const std::string& path,
                        const std::string& key) {
    Change({operation, Method::kPost, path + query,
            File("rows.csv", "opportunity_id,stage\n" + key + ",won\n"), linker},
           loaded);
  };
  load("workspan.bulkload", "/bulk/v1/bulkload", "audit-1");
  load("workspan.bulkload_test", "/bulkload", "audit-2");
  load("workspan.bulkload_opportunity", "/bulk/v1/bulkload_opportunity", "audit-3");
  Change({"workspan.upload_partner_account", Method::kPost,
          "/dataproduct/v1/upload_partner_account", R"({"data":[{"account_id":"audit"}]})", linker},
         loaded);
  const std::string market = "/app/v1/marketplace/";
  Change({"workspan.upload_usage", Method::kPost, market + "usage_upload" + query,
          File("usage.csv", "external_id,quantity\nx,1\n"), linker},
         created);
  Change({"workspan.crm_inbound", Method::kPost, market + "crm_inbound" + query,
          R"({"external_id":"in-1"})", linker},
         created);
  Change({"workspan.crm_inbound_v2", Method::kPost, market + "crm_inbound_v2" + query,
          "--b\r\nContent-Disposition: form-data; name=\"data\"\r\n\r\n{\"external_id\":\"in-2\"}"
          "\r\n--b--\r\n",
          linker},
         created);
  const ClientHeaders offers = Bearer(
      Text(Json(Method::kPost, "/oauth/token",
                R"({"grant_type":"client_credentials","client_id":"WS-ApplicationUser_audit",)"
                R"("client_secret":"0123456789abcdef0123456789abcdef"})"),
           "access_token"));
  Change({"workspan.create_marketplace_action", Method::kPost, market + "actions",
          R"({"action_type":"withdraw","object_type":"ws-offer","marketplace_type":"aws",)"
          R"("object_id":"WS-Offer_audit"})",
          offers},
         updated);
  Change({"workspan.co_sell_action", Method::kPost, "/cosell/action",
          R"({"action":"invite_aws_partner","version":"v1","payload":)"
          R"({"opportunity_project_id":"WS-8552","partner_project_id":"WS-8553"}})",
          linker},
         updated);
}

}  // namespace bearward::app
