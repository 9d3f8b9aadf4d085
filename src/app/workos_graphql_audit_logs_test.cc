// The audit log in WorkOS' client GraphQL API: who may read it, what a filter selects, and that
// nothing of another organization is in it (incident class I2).
#include "app/graphql_fixture.h"

namespace bearward::app {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kAuditors = R"(
[[roles]]
slug = "auditor"
permissions = ["events:read"]
[[users]]
username = "audrey"
id = "user_audrey"
memberships = [{ organization = "Widgets", roles = ["auditor"] }]
[[users]]
username = "nick"
id = "user_nick"
memberships = [{ organization = "Neighbor", roles = ["auditor"] }]
)";
constexpr const char* kDay =
    R"(rangeStart: "2031-05-06T00:00:00Z", rangeEnd: "2031-05-07T00:00:00Z")";

class WorkOsGraphqlAuditLogs : public GraphqlFixture {
 protected:
  static void SetUpTestSuite() {
    GraphqlFixture::SetUpTestSuite();
    Apply(kAuditors);
    for (const char* action : {"form.signed", "form.opened"}) {
      const ClientAnswer made =
          Json(Method::kPost, "/audit_logs/actions/" + std::string(action) + "/schemas",
               R"({"targets":[{"type":"form"},{"type":"team"}]})", Bearer(kProductionKey));
      EXPECT_EQ(made.status, 201) << made.body;
    }
    Add("org_widgets", "form.signed", "07:00:00", "ann", "form_1", "form");
    Add("org_widgets", "form.opened", "08:00:00", "bob", "form_1", "form");
    Add("org_widgets", "form.signed", "09:00:00", "bob", "team_1", "team");
    Add("org_neighbor", "form.signed", "07:00:00", "nick", "form_9", "form");
  }
  static void Add(const std::string& organization, const std::string& action,
                  const std::string& time, const std::string& actor, const std::string& target,
                  const std::string& type) {
    const ClientAnswer added =
        Json(Method::kPost, "/audit_logs/events",
             R"({"organization_id":")" + organization + R"(","event":{"action":")" + action +
                 R"(","occurred_at":"2031-05-06T)" + time + R"(Z","actor":{"id":"id_)" + actor +
                 R"(","type":"user","name":")" + actor + R"("},"targets":[{"id":")" + target +
                 R"(","type":")" + type + R"("}],"context":{"location":"192.0.2.7"}}})",
             Bearer(kProductionKey));
    EXPECT_EQ(added.status, 200) << added.body;
    clock_->Advance(std::chrono::milliseconds(1));  // events are listed by the time of their ids
  }
  static std::string Audrey() { return Token("user_audrey", "org_widgets"); }

  static std::string Events(const std::string& filter, const std::string& arguments = "") {
    return "{ auditEvents(filter: { " + std::string(kDay) + filter + " }" + arguments +
           ", order: Asc) { data { action actor { id name type } createdAt data id occurredAt "
           "targets updatedAt } listMetadata { after before } } }";
  }
  // TimesOf returns the hours of the events that a filter selects.
  static std::vector<std::string> HoursOf(const std::string& token, const std::string& filter) {
    std::vector<std::string> hours;
    for (const json::Value& one : ItemsAt(Run(token, Events(filter)), "auditEvents.data")) {
      hours.push_back(TextAt(one, "occurredAt").substr(11, 2));
    }
    return hours;
  }
  static std::string Export(const std::string& input) {
    return "mutation { createAuditLogExport(input: { " + input +
           " }) { __typename ... on AuditLogExport { createdAt id state updatedAt url } "
           "... on InvalidAuditLogExportDateRange { message } "
           "... on NoAuditEventsFound { message } } }";
  }
};

TEST_F(WorkOsGraphqlAuditLogs, AnEventIsShownAsItWasSent) {
  const json::Value data = Run(Audrey(), Events(R"(, actions: ["form.opened"])"));
  ASSERT_EQ(ItemsAt(data, "auditEvents.data").size(), 1U);
  const json::Value event = At(data, "auditEvents.data.0");
  EXPECT_EQ(TextAt(event, "action"), "form.opened");
  EXPECT_EQ(TextAt(event, "actor"), R"({"id":"id_bob","name":"bob","type":"user"})");
  EXPECT_EQ(TextAt(event, "occurredAt"), "2031-05-06T08:00:00.000Z");
  EXPECT_EQ(TextAt(event, "targets"), R"(["form_1"])");
  EXPECT_EQ(TextAt(event, "data.context.location"), "192.0.2.7");
  const json::Value alone =
      Run(Audrey(), "{ auditEvent(id: " + json::Quote(TextAt(event, "id")) + ") { id action } }");
  EXPECT_EQ(TextAt(alone, "auditEvent.action"), "form.opened");
}

TEST_F(WorkOsGraphqlAuditLogs, EachMemberOfAFilterSelects) {
  const std::string audrey = Audrey();
  EXPECT_THAT(HoursOf(audrey, ""), ElementsAre("07", "08", "09"));
  EXPECT_THAT(HoursOf(audrey, R"(, actions: ["form.signed"])"), ElementsAre("07", "09"));
  EXPECT_THAT(HoursOf(audrey, R"(, actorIds: ["id_bob"])"), ElementsAre("08", "09"));
  EXPECT_THAT(HoursOf(audrey, R"(, actorNames: ["ann", "zoe"])"), ElementsAre("07"));
  EXPECT_THAT(HoursOf(audrey, R"(, targetIds: ["team_1"])"), ElementsAre("09"));
  EXPECT_THAT(HoursOf(audrey, R"(, targetTypes: ["form"])"), ElementsAre("07", "08"));
  EXPECT_THAT(HoursOf(audrey, R"(, search: "OPEN")"), ElementsAre("08"));
  EXPECT_THAT(HoursOf(audrey, R"(, search: "Team_")"), ElementsAre("09"));
  EXPECT_THAT(HoursOf(audrey, R"(, actions: ["form.signed"], actorIds: ["id_bob"])"),
              ElementsAre("09"));
  EXPECT_THAT(HoursOf(audrey, R"(, search: "nick")"), IsEmpty());
}

TEST_F(WorkOsGraphqlAuditLogs, PagesOfAFilterAreComplete) {
  const std::string audrey = Audrey();
  const std::string filter = R"(, actions: ["form.signed"])";
  const json::Value first = Run(audrey, Events(filter, ", limit: 1"));
  EXPECT_EQ(TextAt(first, "auditEvents.data.0.occurredAt"), "2031-05-06T07:00:00.000Z");
  EXPECT_EQ(TextAt(first, "auditEvents.listMetadata.before"), "null");
  const std::string after = TextAt(first, "auditEvents.listMetadata.after");
  const json::Value second =
      Run(audrey, Events(filter, ", limit: 1, after: " + json::Quote(after)));
  EXPECT_EQ(TextAt(second, "auditEvents.data.0.occurredAt"), "2031-05-06T09:00:00.000Z");
  EXPECT_EQ(TextAt(second, "auditEvents.listMetadata.after"), "null");
  const std::string before = TextAt(second, "auditEvents.listMetadata.before");
  const json::Value back =
      Run(audrey, Events(filter, ", limit: 1, before: " + json::Quote(before)));
  EXPECT_EQ(TextAt(back, "auditEvents.data.0.occurredAt"), "2031-05-06T07:00:00.000Z");
}

TEST_F(WorkOsGraphqlAuditLogs, AnExportHasTheSelectedEventsAndAFile) {
  const std::string audrey = Audrey();
  const json::Value made = At(Run(audrey, Export(std::string(kDay) + R"(, targetIds: ["team_1"])")),
                              "createAuditLogExport");
  ASSERT_EQ(TextAt(made, "__typename"), "AuditLogExport");
  EXPECT_EQ(TextAt(made, "state"), "Ready");
  const json::Value read =
      Run(audrey, "{ auditLogExport(id: " + json::Quote(TextAt(made, "id")) + ") { id url } }");
  const std::string url = TextAt(read, "auditLogExport.url");
  const ClientAnswer file = Get(url.substr(url.find("/audit_logs")), {});
  EXPECT_EQ(file.status, 200);
  EXPECT_THAT(file.body, HasSubstr("team_1"));
  EXPECT_THAT(file.body, Not(HasSubstr("form_1")));
}

TEST_F(WorkOsGraphqlAuditLogs, AnExportWithoutEventsOrWithAWrongRangeIsRefused) {
  const std::string audrey = Audrey();
  EXPECT_EQ(TextAt(Run(audrey, Export(std::string(kDay) + R"(, actions: ["none"])")),
                   "createAuditLogExport.__typename"),
            "NoAuditEventsFound");
  EXPECT_EQ(TextAt(Run(audrey, Export(R"(rangeStart: "2031-05-07T00:00:00Z", )"
                                      R"(rangeEnd: "2031-05-06T00:00:00Z")")),
                   "createAuditLogExport.__typename"),
            "InvalidAuditLogExportDateRange");
  EXPECT_EQ(CodeOf(audrey, Export(R"(rangeStart: "soon", rangeEnd: "2031-05-06T00:00:00Z")")),
            "BAD_USER_INPUT");
}

TEST_F(WorkOsGraphqlAuditLogs, AMemberWithoutThePermissionReadsAndExportsNothing) {
  for (const std::string& document :
       {Events(""), std::string("{ auditEvent(id: \"x\") { id } }"),
        std::string("{ auditLogExport(id: \"x\") { id } }"), Export(kDay)}) {
    EXPECT_EQ(CodeOf(Peter(), document), "FORBIDDEN") << document;
  }
}

TEST_F(WorkOsGraphqlAuditLogs, NothingOfAnotherOrganizationIsReadable) {
  const std::string audrey = Audrey();
  const std::string nick = Token("user_nick", "org_neighbor");
  const std::string event = TextAt(Run(audrey, Events("")), "auditEvents.data.0.id");
  const std::string made = TextAt(Run(audrey, Export(kDay)), "createAuditLogExport.id");
  EXPECT_EQ(CodeOf(nick, "{ auditEvent(id: " + json::Quote(event) + ") { id } }"), "NOT_FOUND");
  EXPECT_EQ(CodeOf(nick, "{ auditLogExport(id: " + json::Quote(made) + ") { id url } }"),
            "NOT_FOUND");
  EXPECT_EQ(ItemsAt(Run(nick, Events("")), "auditEvents.data").size(), 1U);
  EXPECT_EQ(CodeOf(nick, Events("", ", after: " + json::Quote(event))), "BAD_USER_INPUT");
}

}  // namespace
}  // namespace bearward::app
