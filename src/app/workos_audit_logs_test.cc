// WorkOS' audit logs (contracts: WorkOS section 4.10).
#include <chrono>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class WorkOsAuditLogs : public ContractFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Post(const std::string& path, const std::string& body) {
    return Json(Method::kPost, path, body, Key());
  }
  static ClientAnswer AddSchema(const std::string& action, const std::string& body) {
    return Post("/audit_logs/actions/" + action + "/schemas", body);
  }
  static std::string Event(const std::string& action, const std::string& more = "",
                           const std::string& target = R"({"id":"team_1","type":"team"})") {
    return R"({"organization_id":")" + std::string(kAcme) + R"(","event":{"action":")" + action +
           R"(","occurred_at":"2031-05-06T07:00:00Z","actor":{"id":"user_1","type":"user",)"
           R"("name":"Ann"},"targets":[)" +
           target + R"(],"context":{"location":"192.0.2.7"})" + more + "}}";
  }
  static std::string Range(const std::string& more = "") {
    return R"({"organization_id":")" + std::string(kAcme) +
           R"(","range_start":"2031-05-06T00:00:00Z","range_end":"2031-05-07T00:00:00Z")" + more +
           "}";
  }
  // LinkOf returns the path of the file of an export.
  static std::string LinkOf(const ClientAnswer& made) {
    const std::string url = Text(made, "url");
    return url.substr(url.find("/audit_logs"));
  }
  // Rows returns the number of events in a file.
  static std::ptrdiff_t Rows(const std::string& csv) { return std::ranges::count(csv, '\n') - 1; }
};

TEST_F(WorkOsAuditLogs, ASchemaHasVersionsAndTheActionShowsTheNewest) {
  const ClientAnswer first = AddSchema("v.tested", R"({"targets":[{"type":"team"}]})");
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_THAT(first.body, HasSubstr(R"("object":"audit_log_schema")"));
  EXPECT_THAT(first.body, HasSubstr(R"("version":1)"));
  EXPECT_THAT(first.body, HasSubstr(R"("targets":[{"type":"team"}])"));
  clock_->Advance(std::chrono::milliseconds(1));  // schemas are listed by the time of their ids
  const ClientAnswer second = AddSchema(
      "v.tested",
      R"({"actor":{"metadata":{"type":"object","properties":{"role":{"type":"string"}}}},)"
      R"("targets":[{"type":"team"},{"type":"user"}],"metadata":{"type":"object"}})");
  EXPECT_THAT(second.body, HasSubstr(R"("version":2)"));
  const ClientAnswer actions = Get("/audit_logs/actions?limit=100", Key());
  EXPECT_THAT(actions.body, HasSubstr(R"("name":"v.tested")"));
  EXPECT_THAT(actions.body, HasSubstr("\"schema\":" + second.body));
  EXPECT_THAT(actions.body, Not(HasSubstr("\"schema\":" + first.body)));
  const ClientAnswer schemas = Get("/audit_logs/actions/v.tested/schemas?order=asc", Key());
  EXPECT_THAT(schemas.body, HasSubstr(first.body + "," + second.body));
  EXPECT_EQ(Get("/audit_logs/actions/v.none/schemas", Key()).status, 404);
}

TEST_F(WorkOsAuditLogs, AMalformedSchemaIsRefused) {
  for (const char* body :
       {"{}", R"({"targets":[]})", R"({"targets":{}})", R"({"targets":[{}]})",
        R"({"targets":[{"type":""}]})", R"({"targets":[{"type":"t","more":1}]})",
        R"({"targets":[{"type":"t","metadata":[]}]})",
        R"({"targets":[{"type":"t","metadata":{"type":"array"}}]})",
        R"({"targets":[{"type":"t"}],"actor":{}})", R"({"targets":[{"type":"t"}],"owner":{}})"}) {
    EXPECT_EQ(AddSchema("m.tested", body).status, 422) << body;
  }
  EXPECT_EQ(Get("/audit_logs/actions/m.tested/schemas", Key()).status, 404);
}

TEST_F(WorkOsAuditLogs, AnEventIsStoredOnceAndExported) {
  AddSchema("e.tested", R"({"targets":[{"type":"team"}]})");
  for (int i = 0; i < 2; ++i) {
    const ClientAnswer added = Post("/audit_logs/events", Event("e.tested"));
    EXPECT_EQ(added.status, 200) << added.body;
    EXPECT_EQ(added.body, R"({"success":true})");
  }
  ClientHeaders with_key = Key();
  with_key.emplace_back("Idempotency-Key", "another");
  EXPECT_EQ(Json(Method::kPost, "/audit_logs/events", Event("e.tested"), with_key).status, 200);

  const ClientAnswer made = Post("/audit_logs/exports", Range(R"(,"actions":["e.tested"])"));
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Text(made, "id"), MatchesRegex("audit_log_export_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_EQ(Text(made, "state"), "ready");
  const ClientAnswer file = Get(LinkOf(made), {});
  ASSERT_EQ(file.status, 200) << file.body;
  EXPECT_EQ(file.content_type, "text/csv; charset=utf-8");
  EXPECT_EQ(Rows(file.body), 2) << file.body;
  EXPECT_THAT(file.body, HasSubstr(R"("2031-05-06T07:00:00.000Z","e.tested","1","user_1","user",)"
                                   R"("Ann")"));
}

TEST_F(WorkOsAuditLogs, AnEqualEventIsStoredAgainAfterADay) {
  AddSchema("d.tested", R"({"targets":[{"type":"team"}]})");
  const auto count = [&] {
    const ClientAnswer made = Post("/audit_logs/exports", Range(R"(,"actions":["d.tested"])"));
    return Rows(Get(LinkOf(made), {}).body);
  };
  Post("/audit_logs/events", Event("d.tested"));
  clock_->Advance(std::chrono::hours(23));
  Post("/audit_logs/events", Event("d.tested"));
  EXPECT_EQ(count(), 1);
  clock_->Advance(std::chrono::hours(2));
  Post("/audit_logs/events", Event("d.tested"));
  EXPECT_EQ(count(), 2);
}

TEST_F(WorkOsAuditLogs, AnEventThatDiffersFromItsSchemaIsRefused) {
  AddSchema("s.tested",
            R"({"targets":[{"type":"team","metadata":{"type":"object","required":["size"],)"
            R"("properties":{"size":{"type":"number"}}}}]})");
  const auto fault = [&](const std::string& event, const std::string& path) {
    const ClientAnswer refused = Post("/audit_logs/events", event);
    EXPECT_EQ(refused.status, 400) << refused.body;
    EXPECT_THAT(refused.body, HasSubstr(R"("code":"invalid_audit_log")"));
    EXPECT_THAT(refused.body, HasSubstr(R"("instancePath":")" + path + "\""));
  };
  const auto with = [&](const std::string& target) { return Event("s.tested", "", target); };
  fault(with(R"({"id":"t","type":"user"})"), "/targets/0/type");
  fault(with(R"({"id":"t","type":"team","metadata":{"size":"big"}})"), "/targets/0/metadata/size");
  fault(Event("s.none"), "/action");
  fault(Event("s.tested", R"(,"version":2)", R"({"id":"t","type":"team","metadata":{"size":1}})"),
        "/version");
  EXPECT_EQ(
      Post("/audit_logs/events", with(R"({"id":"t","type":"team","metadata":{"size":1}})")).status,
      200);
}

TEST_F(WorkOsAuditLogs, AMalformedEventNamesItsFields) {
  AddSchema("f.tested", R"({"targets":[{"type":"team"}]})");
  const auto refused = [&](const std::string& more, const std::string& field,
                           const std::string& target = R"({"id":"t","type":"team"})") {
    const ClientAnswer answer = Post("/audit_logs/events", Event("f.tested", more, target));
    EXPECT_EQ(answer.status, 422) << more << target;
    EXPECT_THAT(answer.body, HasSubstr(R"("field":")" + field + "\"")) << more << target;
  };
  refused(R"(,"more":1)", "event.more");
  refused(R"(,"version":"1")", "event.version");
  refused(R"(,"version":0)", "event.version");
  refused(R"(,"metadata":{"deep":{}})", "event.metadata.deep");
  refused(R"(,"metadata":{"no space":1})", "event.metadata");
  refused("", "event.targets.0.id", R"({"type":"team"})");
  refused("", "event.targets.0.type", R"({"id":"t","type":""})");
  refused("", "event.targets.0", R"("team")");
  const ClientAnswer none = Post("/audit_logs/events", R"({"organization_id":"x","event":{}})");
  EXPECT_EQ(none.status, 422);
  EXPECT_THAT(none.body, HasSubstr(R"({"field":"event.action","code":"required")"));
  EXPECT_EQ(Post("/audit_logs/events", R"({"event":{}})").status, 422);
}

TEST_F(WorkOsAuditLogs, AnEventOfAnUnknownOrganizationOrOfTheFutureIsRefused) {
  AddSchema("o.tested", R"({"targets":[{"type":"team"}]})");
  std::string event = Event("o.tested");
  event.replace(event.find(kAcme), std::string(kAcme).size(), "org_none");
  EXPECT_EQ(Post("/audit_logs/events", event).status, 404);
  std::string future = Event("o.tested");
  future.replace(future.find("2031"), 4, "2099");
  const ClientAnswer refused = Post("/audit_logs/events", future);
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body, HasSubstr("event.occurred_at"));
}

TEST_F(WorkOsAuditLogs, AnExportIsFiltered) {
  AddSchema("x.tested", R"({"targets":[{"type":"team"},{"type":"user"}]})");
  Post("/audit_logs/events", Event("x.tested"));
  Post("/audit_logs/events", Event("x.tested", "", R"({"id":"u","type":"user"})"));
  const auto count = [&](const std::string& filter) {
    const ClientAnswer made =
        Post("/audit_logs/exports", Range(R"(,"actions":["x.tested"])" + filter));
    EXPECT_EQ(made.status, 201) << made.body;
    return Rows(Get(LinkOf(made), {}).body);
  };
  EXPECT_EQ(count(""), 2);
  EXPECT_EQ(count(R"(,"targets":["user"])"), 1);
  EXPECT_EQ(count(R"(,"actor_ids":["user_1"])"), 2);
  EXPECT_EQ(count(R"(,"actor_ids":["user_2"])"), 0);
  EXPECT_EQ(count(R"(,"actor_names":["Ann"],"targets":["team"])"), 1);
  EXPECT_EQ(count(R"(,"actors":["Bob"])"), 0);
}

TEST_F(WorkOsAuditLogs, AnExportNeedsAValidRange) {
  const auto refused = [&](const std::string& from, const std::string& to) {
    const ClientAnswer answer =
        Post("/audit_logs/exports", R"({"organization_id":")" + std::string(kAcme) +
                                        R"(","range_start":")" + from + R"(","range_end":")" + to +
                                        "\"}");
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_THAT(answer.body, HasSubstr(R"("error":"Bad Request")"));
  };
  refused("2031-05-06T00:00:00Z", "2031-05-06T00:00:00Z");
  refused("2031-05-06T00:00:00Z", "2031-01-01T00:00:00Z");
  refused("2030-01-01T00:00:00Z", "2031-01-01T00:00:00Z");
  EXPECT_EQ(Post("/audit_logs/exports", R"({"organization_id":"x"})").status, 422);
}

TEST_F(WorkOsAuditLogs, ALinkIsForOneExportAndTenMinutes) {
  const ClientAnswer made = Post("/audit_logs/exports", Range());
  const ClientAnswer other = Post("/audit_logs/exports", Range());
  const std::string link = LinkOf(made);
  EXPECT_EQ(Get(link, {}).status, 200);
  std::string moved = link;
  moved.replace(moved.find(Text(made, "id")), Text(made, "id").size(), Text(other, "id"));
  EXPECT_EQ(Get(moved, {}).status, 401);
  EXPECT_EQ(Get(link + "x", {}).status, 401);
  EXPECT_EQ(Get(link.substr(0, link.find('?')), {}).status, 401);
  clock_->Advance(std::chrono::minutes(10));
  EXPECT_EQ(Get(link, {}).status, 401);
  const ClientAnswer again = Get("/audit_logs/exports/" + Text(made, "id"), Key());
  EXPECT_EQ(Get(LinkOf(again), {}).status, 200);
}

TEST_F(WorkOsAuditLogs, RetentionIs30Or365Days) {
  const std::string path = "/organizations/" + std::string(kAcme);
  EXPECT_EQ(Get(path + "/audit_logs_retention", Key()).body,
            R"({"retention_period_in_days":null})");
  EXPECT_THAT(Get(path + "/audit_log_configuration", Key()).body,
              HasSubstr(R"("retention_period_in_days":365,"state":"active")"));
  const auto set = [&](const std::string& days) {
    return Json(Method::kPut, path + "/audit_logs_retention",
                R"({"retention_period_in_days":)" + days + "}", Key());
  };
  for (const char* days : {"0", "31", "-30", "\"x\"", "null"}) {
    EXPECT_EQ(set(days).status, 422) << days;
  }
  const ClientAnswer unknown = Json(Method::kPut, "/organizations/org_bogus/audit_logs_retention",
                                    R"({"retention_period_in_days":30})", Key());
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.body, R"({"message":"Organization not found: 'org_bogus'.",)"
                          R"("code":"entity_not_found","entity_id":"org_bogus"})");
  const std::string by_sdk = R"({"retention_period":365})";
  EXPECT_EQ(Json(Method::kPut, path + "/audit_logs_retention", by_sdk, Key()).body,
            R"({"retention_period_in_days":365})");
  EXPECT_EQ(set("30").body, R"({"retention_period_in_days":30})");
  EXPECT_THAT(Get(path + "/audit_log_configuration", Key()).body,
              HasSubstr(R"("retention_period_in_days":30)"));
  EXPECT_THAT(Get(path, Key()).body, Not(HasSubstr("retention")));
}

TEST_F(WorkOsAuditLogs, EventsOfAnOrganizationAreListedByActionAndTime) {
  const std::string list = "/v1/organizations/" + std::string(kAcme) + "/audit_log_events";
  AddSchema("l.tested", R"({"targets":[{"type":"team"}]})");
  AddSchema("l.other", R"({"targets":[{"type":"team"}]})");
  Post("/audit_logs/events", Event("l.tested"));
  // Events of one millisecond have any order.
  clock_->Advance(std::chrono::milliseconds(1));
  Post("/audit_logs/events", Event("l.other"));
  const auto names = [&](const std::string& query) {
    const ClientAnswer answer = Get(list + query, Key());
    EXPECT_EQ(answer.status, 200) << answer.body;
    std::string found;
    const json::Value value = Value(answer);
    for (const json::Value& row : *value.Find("data")->AsArray()) {
      const std::string action = *row.Find("action")->AsString();
      if (action.starts_with("l.")) found += action + " ";
    }
    return found;
  };
  EXPECT_EQ(names("?limit=100"), "l.other l.tested ");
  EXPECT_EQ(names("?limit=100&order=asc"), "l.tested l.other ");
  EXPECT_EQ(names("?action=l.tested"), "l.tested ");
  EXPECT_EQ(names("?limit=100&range_start=2031-05-06T07:00:00Z"), "l.other l.tested ");
  EXPECT_EQ(names("?limit=100&range_start=2031-05-06T07:00:00.001Z"), "");
  EXPECT_EQ(names("?limit=100&range_start[]=2031-05-06T07:00:00.001Z"), "")
      << "each encoding counts";
  EXPECT_EQ(names("?limit=100&range_end=2031-05-06T07:00:00Z"), "");
  const ClientAnswer one = Get(list + "?action=l.tested", Key());
  EXPECT_THAT(one.body, HasSubstr(R"("occurred_at":"2031-05-06T07:00:00.000Z")"));
  EXPECT_THAT(one.body, HasSubstr(R"("actor":{"id":"user_1","type":"user","name":"Ann"})"));
  EXPECT_THAT(one.body, Not(HasSubstr("digest")));
  const ClientAnswer refused = Get(list + "?range_start=yesterday", Key());
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(Text(refused, "code"), "wrong_type");
  EXPECT_EQ(Get("/v1/organizations/org_none/audit_log_events", Key()).status, 404);
}

}  // namespace
}  // namespace bearward::app
