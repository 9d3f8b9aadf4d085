// The forms of the targets (contracts: WorkOS section 4.10; Azure Monitor's Logs Ingestion API).
#include "log_streams/payload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json/reader.h"
#include "testing/must.h"

namespace bearward::log_streams {
namespace {

using enum model::LogStreamType;
using ::testing::Contains;
using ::testing::ElementsAre;
using testing::Must;
using ::testing::Not;
using ::testing::StartsWith;

const base::Time kAt = base::FromMillis(1'935'817'689'123);

Entry Sample(std::int64_t position) {
  return {.position = position,
          .id = "e" + std::to_string(position),
          .at = kAt,
          .action = "user.signed_in",
          .organization = "org_1",
          .json = R"({"id":"e)" + std::to_string(position) + R"("})"};
}

model::LogStream Stream(model::LogStreamType type) {
  model::LogStream stream;
  stream.id = "log_stream_1";
  stream.name = "team";
  stream.type = type;
  stream.url = "https://target.example/in";
  stream.region = "eu-central-1";
  stream.key_id = "key1";
  return stream;
}

egress::Post Request(const model::LogStream& stream, const std::string& secret,
                     std::string_view body = "body") {
  const std::vector<Entry> entries = {Sample(7), Sample(8)};
  return PostOf(stream, {.secret = base::Secret(secret), .headers = {}}, entries, body);
}

TEST(Payload, EachTypeHasItsForm) {
  const struct {
    model::LogStreamType type;
    const char* body;
  } kRows[] = {
      {kDatadog, R"([{"message":{"id":"e1"},"ddsource":"team","service":"audit-logs"},)"
                 R"({"message":{"id":"e2"},"ddsource":"team","service":"audit-logs"}])"},
      {kSplunk, R"([{"event":{"id":"e1"},"time":1935817689123,"source":"team"},)"
                R"({"event":{"id":"e2"},"time":1935817689123,"source":"team"}])"},
      {kAzureSentinel,
       R"([{"TimeGenerated":"2031-05-06T07:08:09.123Z","id":"e1","event_type":"user.signed_in",)"
       R"("organization_id":"org_1","data":{"id":"e1"}},)"
       R"({"TimeGenerated":"2031-05-06T07:08:09.123Z","id":"e2","event_type":"user.signed_in",)"
       R"("organization_id":"org_1","data":{"id":"e2"}}])"},
      {kHttpsJson,
       R"([{"event":{"id":"e1"},"keySuffix":"e1","timestamp":"2031-05-06T07:08:09.123Z",)"
       R"("source":"team"},{"event":{"id":"e2"},"keySuffix":"e2",)"
       R"("timestamp":"2031-05-06T07:08:09.123Z","source":"team"}])"},
      {kHttpsNdjson,
       R"({"event":{"id":"e1"},"keySuffix":"e1","timestamp":"2031-05-06T07:08:09.123Z",)"
       R"("source":"team"})"
       "\n"
       R"({"event":{"id":"e2"},"keySuffix":"e2","timestamp":"2031-05-06T07:08:09.123Z",)"
       R"("source":"team"})"
       "\n"},
      {kFile, "{\"id\":\"e1\"}\n{\"id\":\"e2\"}\n"},
  };
  const std::vector<Entry> entries = {Sample(1), Sample(2)};
  for (const auto& row : kRows) EXPECT_EQ(PayloadOf(Stream(row.type), entries), row.body);
  const std::vector<Entry> one = {Sample(1)};
  EXPECT_EQ(PayloadOf(Stream(kS3), one), "{\n  \"id\": \"e1\"\n}\n");
}

TEST(Payload, TheSecretIsWhereTheTargetExpectsIt) {
  const struct {
    model::LogStreamType type;
    const char* type_line;
    const char* secret_line;
  } kRows[] = {
      {kDatadog, "Content-Type: application/json", "DD-API-KEY: s3cret"},
      {kSplunk, "Content-Type: application/json", "Authorization: Splunk s3cret"},
      {kHttpsJson, "Content-Type: application/json", "Authorization: s3cret"},
      {kHttpsNdjson, "Content-Type: application/x-ndjson", "Authorization: s3cret"},
  };
  for (const auto& row : kRows) {
    const auto post = Request(Stream(row.type), "s3cret");
    EXPECT_EQ(post.url, "https://target.example/in");
    EXPECT_FALSE(post.is_put || post.signer);
    EXPECT_THAT(post.headers, ElementsAre(row.type_line, "User-Agent: Bearward", row.secret_line));
  }
  model::LogStream with_header = Stream(kHttpsJson);
  with_header.header = "X-Api-Key";
  EXPECT_THAT(Request(with_header, "s3cret").headers, Contains("X-Api-Key: s3cret"));
  EXPECT_THAT(Request(with_header, "").headers, Not(Contains(StartsWith("X-Api-Key"))));
}

TEST(Payload, FurtherHeadersAreSentBesideTheSecret) {
  model::LogStream stream = Stream(kHttpsNdjson);
  stream.header = "X-Api-Key";
  const std::vector<Entry> entries = {Sample(7)};
  const auto post = PostOf(stream,
                           {.secret = base::Secret("s3cret"),
                            .headers = base::Secret("X-Team: a b\nAuthorization: Bearer t\n")},
                           entries, "body");
  EXPECT_THAT(post.headers,
              ElementsAre("Content-Type: application/x-ndjson", "User-Agent: Bearward",
                          "X-Api-Key: s3cret", "X-Team: a b", "Authorization: Bearer t"));
}

TEST(Payload, AzureGetsAnAccessTokenAndTheVersionOfTheInterface) {
  model::LogStream stream = Stream(kAzureSentinel);
  stream.url = "https://a.example/dataCollectionRules/dcr-1/streams/Custom-A_CL";
  const auto post = Request(stream, "access-token");
  EXPECT_EQ(post.url, stream.url + "?api-version=2023-01-01");
  EXPECT_THAT(post.headers, ElementsAre("Content-Type: application/json", "User-Agent: Bearward",
                                        "Authorization: Bearer access-token"));
}

TEST(Payload, AnObjectIsNamedByItsEntrySoThatARepeatReplacesIt) {
  model::LogStream stream = Stream(kS3);
  const auto post = Request(stream, "s3cret");
  EXPECT_EQ(post.url, "https://target.example/in/2031-05-06/2031-05-06T07%3A08%3A09.123Z_e7.json");
  EXPECT_TRUE(post.is_put);
  ASSERT_TRUE(post.signer);
  EXPECT_EQ(post.signer->region, "eu-central-1");
  EXPECT_EQ(post.signer->key_id, "key1");
  EXPECT_EQ(post.signer->secret.Reveal(), "s3cret");
  EXPECT_THAT(post.headers, Not(Contains(::testing::HasSubstr("s3cret"))));
  // The MD5 of "body".
  EXPECT_THAT(post.headers, Contains("Content-MD5: hBotaJrYa9FhFEdFPCLG/A=="));
  stream.url += "/";
  const std::vector<Entry> test = {TestEntry(stream.id, kAt)};
  EXPECT_EQ(PostOf(stream, {}, test, "").url,
            "https://target.example/in/2031-05-06/2031-05-06T07%3A08%3A09.123Z_test.json");
}

TEST(Entries, AnEventOfAnAuditLogKeepsItsContent) {
  model::AuditLogEvent event;
  event.id = "audit_log_event_1";
  event.position = 3;
  event.action = "user.signed_in";
  event.content = R"({"action":"user.signed_in","metadata":{"a":1}})";
  const Entry entry = EntryOf(event);
  EXPECT_EQ(entry.json,
            R"({"id":"audit_log_event_1","action":"user.signed_in","metadata":{"a":1}})");
  EXPECT_EQ(entry.position, 3);
}

TEST(Entries, AnEventOfTheOwnLogSaysByWhatAndFromWhere) {
  model::Event event;
  event.number = 41;
  event.environment = {"env_1"};
  event.organization = model::OrganizationId{"org_1"};
  event.type = model::EventType::kGroupCreated;
  event.actor = {"user", "user_1", "session_1", {"192.0.2.7", "req_1"}};
  event.target = "group_1";
  event.at = kAt;
  event.data = R"({"changes":{}})";
  EXPECT_EQ(
      EntryOf(event).json,
      R"({"id":"41","action":"group.created","occurred_at":"2031-05-06T07:08:09.123Z",)"
      R"("actor":{"id":"user_1","type":"user"},"targets":[{"id":"group_1","type":"group"}],)"
      R"("context":{"location":"192.0.2.7","request_id":"req_1","credential_id":"session_1"},)"
      R"("environment_id":"env_1","organization_id":"org_1","data":{"changes":{}}})");
  event.organization.reset();
  event.target.clear();
  const json::Value value = Must(json::Parse(EntryOf(event).json));
  EXPECT_TRUE(value.Find("organization_id")->IsNull());
  EXPECT_TRUE(value.Find("targets")->AsArray()->empty());
}

TEST(Entries, ATestIsValidJson) {
  const json::Value value = Must(json::Parse(TestEntry("log_stream_1", kAt).json));
  EXPECT_EQ(*value.Find("action")->AsString(), "log_stream.test");
}

}  // namespace
}  // namespace bearward::log_streams
