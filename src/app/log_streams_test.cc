// The routes of log streams, and what WorkOS' APIs show of them (contracts: WorkOS section 4.10).
#include <chrono>

#include "app/graphql_fixture.h"
#include "store/log_streams.h"

namespace bearward::app {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class LogStreams : public GraphqlFixture {
 protected:
  static ClientHeaders Key() { return Bearer(kProductionKey); }
  static ClientAnswer Make(const std::string& name, const std::string& more) {
    return Json(Method::kPost, "/v1/log_streams", R"({"name":")" + name + "\"," + more + "}",
                Key());
  }
  static ClientAnswer Change(const std::string& id, const std::string& body) {
    return Json(Method::kPatch, "/v1/log_streams/" + id, body, Key());
  }
  // Fail stores what the delivery would after a failure.
  static void Fail(const std::string& id) {
    testing::Must(core_->store().Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto streams, store::LogStreams().ListAllEnvironments(tx));
      for (model::LogStream& stream : streams) {
        if (stream.id != id) continue;
        stream.state = model::LogStreamState::kError;
        stream.last_error = "timed_out";
        stream.last_event_id = "audit_log_event_1";
        BW_TRY(store::EndLogStreamLease(tx, stream, clock_->Now()));
      }
      return {};
    }));
  }
};

constexpr const char* kEvents =
    R"("source":"events","type":"datadog","url":"https://dd.example/","secret":"canary-secret")";

TEST_F(LogStreams, AStreamIsCreatedReadListedChangedAndDeleted) {
  const ClientAnswer made = Make("life", kEvents);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  EXPECT_THAT(id, MatchesRegex("log_stream_[0-9A-HJKMNP-TV-Z]{26}"));
  EXPECT_THAT(made.body, HasSubstr(R"("state":"active")"));
  EXPECT_THAT(made.body, HasSubstr(R"("has_secret":true)"));
  EXPECT_THAT(made.body, HasSubstr(R"("waiting":)"));
  EXPECT_THAT(made.body, Not(HasSubstr("canary")));
  EXPECT_THAT(made.body, Not(HasSubstr("sealed")));

  const ClientAnswer read = Get("/v1/log_streams/" + id, Key());
  EXPECT_EQ(read.status, 200);
  EXPECT_THAT(read.body, HasSubstr(R"("waiting":1)")) << "its own creation";
  EXPECT_THAT(Get("/v1/log_streams?limit=100", Key()).body, HasSubstr(id));

  const ClientAnswer off = Change(id, R"({"enabled":false,"name":"renamed"})");
  EXPECT_EQ(off.status, 200) << off.body;
  EXPECT_THAT(off.body, HasSubstr(R"("state":"inactive")"));
  EXPECT_EQ(Json(Method::kPost, "/v1/log_streams/" + id + "/test", "{}", Key()).status, 409);
  EXPECT_THAT(Change(id, R"({"enabled":true})").body, HasSubstr(R"("state":"active")"));
  const ClientAnswer tested = Json(Method::kPost, "/v1/log_streams/" + id + "/test", "{}", Key());
  EXPECT_EQ(tested.status, 200) << tested.body;

  EXPECT_EQ(Send(Method::kDelete, "/v1/log_streams/" + id, Key()).status, 200);
  EXPECT_EQ(Get("/v1/log_streams/" + id, Key()).status, 404);
}

TEST_F(LogStreams, StreamsAreListedByTheirOrganization) {
  const std::string target = R"(","type":"https_json","url":"https://a.example/")";
  const auto made = [&](const std::string& name, const std::string& organization) {
    const ClientAnswer answer =
        Make(name, R"("source":"events","organization_id":")" + organization + target);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return Text(answer, "id");
  };
  const auto listed = [](const std::string& values, const ClientHeaders& who) {
    const ClientAnswer list = Get("/v1/log_streams?limit=100&organization_id=" + values, who);
    EXPECT_EQ(list.status, 200) << list.body;
    return list.body;
  };
  const std::string own = made("of widgets", "org_widgets");
  const std::string other = made("of another", "org_neighbor");
  ASSERT_EQ(Make("of the environment", kEvents).status, 201);
  EXPECT_THAT(listed("org_widgets", Key()),
              AllOf(HasSubstr(own), Not(HasSubstr(other)), Not(HasSubstr("of the environment"))));
  EXPECT_THAT(listed("org_widgets,org_neighbor", Key()), AllOf(HasSubstr(own), HasSubstr(other)));
  EXPECT_THAT(listed("org_none", Key()), HasSubstr(R"("data":[])"));
  EXPECT_THAT(listed("org_widgets", Bearer(kSandboxKey)), HasSubstr(R"("data":[])"));
  EXPECT_EQ(Get("/v1/log_streams?organisation_id=org_widgets", Key()).status, 400);
  for (const std::string& id : {own, other}) {
    EXPECT_EQ(Send(Method::kDelete, "/v1/log_streams/" + id, Key()).status, 200);
  }
}

// Incident class H3.
TEST_F(LogStreams, ANullAndAnotherServerRemoveTheSecret) {
  const ClientAnswer made =
      Make("moves",
           R"("source":"events","type":"https_json","url":"https://a.example/","secret":"canary")");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  const auto has_secret = [&](const std::string& body) {
    const ClientAnswer changed = Change(id, body);
    EXPECT_EQ(changed.status, 200) << changed.body;
    return changed.body.contains(R"("has_secret":true)");
  };
  EXPECT_TRUE(has_secret(R"({"url":"https://a.example/other"})"));
  EXPECT_FALSE(has_secret(R"({"url":"https://b.example/"})"));
  EXPECT_TRUE(has_secret(R"({"url":"https://c.example/","secret":"canary"})"));
  EXPECT_TRUE(has_secret(R"({"name":"moved"})"));
  EXPECT_FALSE(has_secret(R"({"secret":null})"));
  EXPECT_EQ(Change(id, R"({"secret":""})").status, 400);
}

TEST_F(LogStreams, FieldsOfTheServerAndUnknownValuesAreRefused) {
  const auto refused = [](const std::string& body, const std::string& field) {
    const ClientAnswer answer = Make("refused", body);
    EXPECT_EQ(answer.status, 400) << body;
    EXPECT_THAT(answer.body, HasSubstr(R"("pointer":"#/)" + field + "\"")) << body;
  };
  const std::string good = std::string(kEvents) + ",";
  refused(good + R"("state":"active")", "state");
  refused(good + R"("position":0)", "position");
  refused(good + R"("sealed":"x")", "sealed");
  refused(good + R"("header":"X-Key")", "header");
  refused(R"("source":"events","type":"datadog","url":"https://dd.example/")", "secret");
  refused(R"("source":"events","type":"pigeon","url":"https://dd.example/")", "type");
  refused(R"("source":"audit_logs","type":"https_json","url":"https://a.example/")",
          "organization_id");
  refused(R"("source":"events","type":"https_json","url":"https://10.0.0.1/")", "url");
  refused(R"("source":"events","type":"syslog","url":"syslog://127.0.0.1:514")", "url");
  refused(R"("source":"events","type":"file","url":"file:audit.jsonl")", "url");
  refused(R"("source":"events","type":"https_json","url":"https://a.example/","secret":"a\r\nb")",
          "secret");
  ASSERT_EQ(Make("twice", kEvents).status, 201);
  EXPECT_EQ(Make("twice", kEvents).status, 409);
}

TEST_F(LogStreams, TheConfigurationOfAnAuditLogShowsTheState) {
  const std::string path = "/organizations/org_widgets/audit_log_configuration";
  EXPECT_THAT(Get(path, Key()).body, Not(HasSubstr("log_stream")));
  const std::string query =
      "{ auditLogStream { auditLogTrailId errorMessage id lastSyncedEventId "
      "state type } }";
  const std::string mighty = Token("user_max", "org_widgets");
  EXPECT_TRUE(At(Run(mighty, query), "auditLogStream").IsNull());

  const ClientAnswer made =
      Make("configured",
           R"("source":"audit_logs","organization_id":"org_widgets","type":"https_ndjson",)"
           R"("url":"https://a.example/")");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = Text(made, "id");
  EXPECT_THAT(Get(path, Key()).body,
              HasSubstr(R"("log_stream":{"id":")" + id +
                        R"(","type":"GenericHttps","state":"active","last_synced_at":null,)"));
  Fail(id);
  EXPECT_THAT(Get(path, Key()).body, HasSubstr(R"("state":"error","last_synced_at":null)"));
  const json::Value stream = At(Run(mighty, query), "auditLogStream");
  EXPECT_EQ(json::ToText(stream),
            R"({"auditLogTrailId":"org_widgets","errorMessage":"timed_out","id":")" + id +
                R"(","lastSyncedEventId":"audit_log_event_1","state":"Error",)"
                R"("type":"GenericHttps"})");
  EXPECT_EQ(CodeOf(Peter(), query), "FORBIDDEN");
  EXPECT_EQ(Send(Method::kDelete, "/v1/log_streams/" + id, Key()).status, 200);
}

}  // namespace
}  // namespace bearward::app
