// WorkSpanEventsFixture: subscribers of WorkSpan's events and the objects of which they get them.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "app/workspan_fixture.h"
#include "testing/http_receiver.h"

namespace bearward::app {

inline constexpr const char* kSubscriberWorld = R"(
[[objects]]
kind = "integration"
name = "Acme CRM"
id = "WS-Integration_acme"
organization = "Acme"
[objects.fields]
integration_type = "CRM"
description = "Deals of Acme"
columns = [{ name = "opportunity_id" }, { name = "stage" }, { name = "partner" }]
fields = { partner = "sales_details.partner" }
[[objects]]
kind = "integration"
name = "Globex CRM"
id = "WS-Integration_globex"
organization = "Globex"
[[access_profiles]]
name = "Forms only"
allows = ["form:read"]
[[applications]]
name = "Forms"
organization = "Acme"
client_id = "WS-ApplicationUser_forms"
client_secret = "00112233445566778899aabbccddee00"
access_profile = "Forms only"
[[applications]]
name = "Links only"
organization = "Acme"
client_id = "WS-ApplicationUser_links"
client_secret = "00112233445566778899aabbccddee01"
access_profile = "LinkOnly"
[[access_profiles]]
name = "Deals only"
allows = ["opportunity:read"]
[[applications]]
name = "Deals"
organization = "Acme"
client_id = "WS-ApplicationUser_deals"
client_secret = "00112233445566778899aabbccddee03"
access_profile = "Deals only"
[[access_profiles]]
name = "LinkOnly"
allows = ["*:link"]
)";

class WorkSpanEventsFixture : public WorkSpanFixture {
 protected:
  static void SetUpTestSuite() {
    Config config;
    config.egress.allow = {"127.0.0.0/8"};
    Start(std::move(config));
    Apply(kSubscriberWorld);
    core_->StartDelivery();
  }

  static std::string Subscriber(const std::string& url, const std::string& more = "") {
    return R"({"name":"S","subscriber_type":"webhook","integration_id":"WS-Integration_acme",)"
           R"("webhook_settings":{"callback_url":")" +
           url + "\"}" + more + "}";
  }
  // A subscriber gets the events from its millisecond on: those before it must be older.
  static ClientAnswer Subscribe(const std::string& body, const ClientHeaders& who = Reader()) {
    clock_->Advance(std::chrono::milliseconds(1));
    return Post("/event/v1/subscriber", body, who);
  }
  // Deal describes an opportunity of Globex that Acme is a member of at a level.
  static std::string Deal(const std::string& id, const std::string& fields,
                          const std::string& level = "viewer") {
    return "[[objects]]\nkind = \"opportunity\"\nname = \"" + id + "\"\nid = \"" + id +
           "\"\norganization = \"Globex\"\nmembers = [{ organization = \"Acme\", level = \"" +
           level + "\" }]\nfields = { " + fields + " }\n";
  }
  static std::string OwnDeal(const std::string& id, const std::string& fields) {
    return "[[objects]]\nkind = \"opportunity\"\nname = \"" + id + "\"\nid = \"" + id +
           "\"\norganization = \"Acme\"\nfields = { " + fields + " }\n";
  }
  // NewPart describes a task or a comment of a company that names an object.
  static std::string NewPart(const std::string& kind, const std::string& name,
                             const std::string& company, const std::string& object) {
    return "[[objects]]\nkind = \"" + kind + "\"\nname = \"" + name + "\"\nid = \"" + kind + "-" +
           name + "\"\norganization = \"" + company + "\"\nfields = { object_id = \"" + object +
           "\", text = \"by " + company + "\" }\n";
  }
  // Bodies waits for a number of callbacks and returns "event object_id" of each.
  static std::vector<std::string> Callbacks(testing::HttpReceiver& receiver, std::size_t count) {
    std::vector<std::string> texts;
    for (const auto& request : receiver.Await(count)) {
      const json::Value body = testing::Must(json::Parse(request.body));
      texts.push_back(*body.Find("event")->AsString() + " " + *body.Find("object_id")->AsString());
    }
    return texts;
  }
  static json::Value SchemaAt(const std::string& path) {
    return *Value(Get("/event/v1/metadata/" + path, Reader())).Find("schema");
  }
};

}  // namespace bearward::app
