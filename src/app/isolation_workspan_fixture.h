// The objects of WorkSpan that a victim of isolation_test.cc has, and the results of its requests.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "app/isolation_fixture.h"
#include "json/writer.h"

namespace bearward::app {

// kVictimPartnerData are the objects and the marketplace application of a victim, for a
// provisioning file.
inline constexpr const char* kVictimPartnerData = R"(
[[objects]]
kind = "report"
name = "Victim partner report ${number}"
id = "${partner_report_id}"
number = ${partner_report}
organization = "${organization}"
[objects.fields]
enabledForApi = true
rows = "opportunity"
tags = ["marketplace:aws:offer${number}:list:report"]
columns = [{ colId = "name", exportName = "Name", field = "object_name" }]
charts = [{ id = 1, name = "Victim chart ${number}", groupBy = "name" }]
[[objects]]
kind = "integration"
name = "Victim integration ${number}"
id = "${integration}"
organization = "${organization}"
fields = { object_kind = "opportunity" }
[[objects]]
kind = "opportunity"
name = "Victim short deal ${number}"
number = ${number}
organization = "${organization}"
[[objects]]
kind = "ws-offer"
name = "Victim offer ${number}"
id = "${offer}"
organization = "${organization}"
[[objects]]
kind = "ws-offer"
name = "Victim withdrawn offer ${number}"
id = "${withdrawn_offer}"
organization = "${organization}"
[[objects]]
kind = "aws_partner"
name = "Victim aws partner ${number}"
number = ${number}
organization = "${organization}"
[[objects]]
kind = "aws_solution"
name = "Victim solution ${number}"
id = "${solution}"
organization = "${organization}"
[[applications]]
name = "Victim market ${number}"
organization = "${organization}"
client_id = "victim-market-${number}"
client_secret = "0000000000000000000000000000${number}"
access_profile = "MARKETPLACE_ACTIONS"
)";

// MakeVictimPartnerIds adds the ids of these objects.
inline void MakeVictimPartnerIds(std::map<std::string, std::string>& ids) {
  const std::string n = ids["number"];
  ids["partner_report"] = n;
  for (const char* name :
       {"integration", "partner_report_id", "offer", "withdrawn_offer", "solution"}) {
    ids[name] = std::string(name) + "-victim-" + n;
  }
  for (const char* name : {"partner report", "chart", "short deal", "aws partner", "solution"}) {
    ids["name of the " + std::string(name)] = "Victim " + std::string(name) + " " + n;
  }
  ids["deal name"] = "Victim deal " + n;
}

// MakePartnerResults makes a view, a load, usage and an action of the victim. `post` sends a body
// with the ids filled in as its machine, or as its marketplace application.
using PartnerPost =
    std::function<ClientAnswer(const std::string& path, const std::string& body, bool by_market)>;
inline void MakePartnerResults(const PartnerPost& post, std::map<std::string, std::string>& ids) {
  const auto made = [&](const std::string& path, const std::string& body, const char* member,
                        bool by_market = false) {
    const ClientAnswer answer = post(path, body, by_market);
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    const json::Value value = testing::Must(json::Parse(answer.body));
    const json::Value* id = value.Find(member);
    return id->IsString() ? *id->AsString() : json::ToText(*id);
  };
  ids["view"] = made("/report/v1/view/${partner_report}/prepare_export", "{}", "viewId");
  ids["execution"] = made("/bulk/v1/bulkload?integration_id=${integration}",
                          R"([{"opportunity_id":"old-${number}"}])", "execution_id");
  ids["usage"] = made("/app/v1/marketplace/usage_upload?integration_id=${integration}",
                      R"([{"project_id":"${object}","quantity":1}])", "usage_execution_id");
  ids["action"] = made("/app/v1/marketplace/actions",
                       R"({"action_type":"withdraw","object_type":"ws-offer",)"
                       R"("marketplace_type":"aws","object_id":"${withdrawn_offer}"})",
                       "action_id", true);
}

// MakeSubscribers registers a callback of the victim in WorkSpan's API, and one in WorkMobile's.
inline void MakeSubscribers(
    const PartnerPost& post_as_machine, const ClientHeaders& login,
    const std::function<ClientAnswer(const std::string& body, const ClientHeaders& who)>& notify,
    std::map<std::string, std::string>& ids) {
  const ClientAnswer subscribed =
      post_as_machine("/event/v1/subscriber",
                      R"({"name":"Victim callback ${number}","subscriber_type":"webhook",)"
                      R"("integration_id":"${integration}",)"
                      R"("webhook_settings":{"callback_url":"https://victim${number}.example/"}})",
                      false);
  EXPECT_EQ(subscribed.status, 200) << subscribed.body;
  ids["subscriber"] =
      *testing::Must(json::Parse(subscribed.body)).Find("subscriber_id")->AsString();
  const ClientAnswer notified =
      notify(R"({"userFormId":${form},"url":"https://victim${number}.example/",)"
             R"("includeSubFormData":true,"description":"Victim notification"})",
             login);
  const std::string location = notified.Header("Location");
  EXPECT_EQ(notified.status, 200) << notified.body;
  ids["notification"] = location.substr(location.rfind('/') + 1);
  // The name of an event is in every list of them, so the path has it in another form.
  ids["event"] = "object%2Eall";
}

}  // namespace bearward::app
