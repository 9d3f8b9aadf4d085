// The rules of log streams.
#include "log_streams/streams.h"

#include "log_streams/log_stream_fixture.h"
#include "log_streams/target.h"

namespace bearward::log_streams {
namespace {

using enum model::LogStreamType;
using model::LogStreamState;
using testing::CodeOf;
using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;

class StreamsTest : public LogStreamFixture {
 protected:
  static model::LogStream Full(model::LogStream row) {
    row.secret = "c2VjcmV0";
    row.region = "eu-central-1";
    row.key_id = "key1";
    row.header = "X-Key";
    return row;
  }
};

TEST_F(StreamsTest, EachTypeNeedsItsMembersAndRefusesOthers) {
  const struct {
    model::LogStreamType type;
    const char* url;
    // A letter for each: s(ecret), r(egion), k(ey_id), t(enant), h(eader), H(eaders).
    const char* needed;
    const char* allowed;  // besides
  } kRows[] = {
      {kDatadog, "https://dd.example/", "s", ""},
      {kSplunk, "https://splunk.example/", "s", ""},
      {kAzureSentinel, "https://w.example/dataCollectionRules/dcr-1/streams/A", "skt", ""},
      {kHttpsJson, "https://in.example/", "", "shH"},
      {kHttpsNdjson, "https://in.example/", "", "shH"},
      {kS3, "https://bucket.example/p", "srk", ""},
      {kSyslog, "syslog+tls://log.example", "", ""},
      {kFile, "file:audit.jsonl", "", ""},
  };
  for (const auto& row : kRows) {
    const std::string needed = row.needed;
    const auto with = [&](const std::string& members) {
      model::LogStream stream = Row(row.type);
      stream.url = row.url;
      stream.name = std::string(base::Word(row.type)) + " " + members;
      if (members.contains('s')) stream.secret = "c2VjcmV0";
      if (members.contains('r')) stream.region = "eu-central-1";
      if (members.contains('k')) stream.key_id = "key1";
      if (members.contains('t')) stream.tenant_id = "tenant1";
      if (members.contains('h')) stream.header = "X-Key";
      if (members.contains('H')) stream.headers = "X-Team: a";
      return stream;
    };
    EXPECT_EQ(ReasonOf(with(needed)), "none") << base::Word(row.type);
    for (const char member : std::string("srkthH")) {
      const std::string one(1, member);
      if (needed.contains(member)) {
        std::string less = needed;
        less.erase(less.find(member), 1);
        EXPECT_EQ(ReasonOf(with(less)), "missing_field") << base::Word(row.type) << one;
      } else {
        const bool is_allowed = std::string(row.allowed).contains(member);
        EXPECT_EQ(ReasonOf(with(needed + one)), is_allowed ? "none" : "invalid_value")
            << base::Word(row.type) << one;
      }
    }
  }
}

TEST_F(StreamsTest, AzureNeedsARuleAStreamAndOneTokenEndpoint) {
  const std::string rule = "https://in.example/dataCollectionRules/dcr-1/streams/";
  int number = 0;
  const auto reason = [&](const std::string& url, const char* tenant, const char* token_url) {
    model::LogStream row = Row(kAzureSentinel);
    row.name = "azure " + std::to_string(++number);
    row.url = url;
    row.secret = "canary-secret";
    row.key_id = "client1";
    if (tenant != nullptr) row.tenant_id = tenant;
    if (token_url != nullptr) row.token_url = token_url;
    return ReasonOf(row);
  };
  EXPECT_EQ(reason(rule + "Custom-A_CL", "tenant1", nullptr), "none");
  EXPECT_EQ(reason(rule + "Custom-A_CL", nullptr, "https://login.example/t"), "none");
  EXPECT_EQ(reason(rule + "Custom-A_CL", nullptr, nullptr), "missing_field");
  EXPECT_EQ(reason(rule + "Custom-A_CL", "tenant1", "https://login.example/t"), "invalid_value");
  for (const char* token_url : {"https://10.0.0.1/t", "login.example", "ftp://login.example/"}) {
    EXPECT_EQ(reason(rule + "Custom-A_CL", nullptr, token_url), "invalid_url") << token_url;
  }
  for (const std::string& url :
       {rule, rule + "a?api-version=2016-04-01", rule + "a/b", std::string("https://in.example"),
        std::string("https://in.example/dataCollectionRules//streams/a"),
        std::string("https://in.example/dataCollectionRules/streams/a"),
        std::string("https://in.example/api/logs?api-version=2016-04-01")}) {
    EXPECT_EQ(reason(url, "tenant1", nullptr), "invalid_url") << url;
  }
  model::LogStream other = Row();
  other.token_url = "https://login.example/t";
  EXPECT_EQ(ReasonOf(other), "invalid_value");
}

TEST_F(StreamsTest, ATenantHasATokenEndpoint) {
  model::LogStream row = Row(kAzureSentinel);
  EXPECT_FALSE(TokenUrlOf(row));
  row.tenant_id = "tenant1";
  EXPECT_EQ(TokenUrlOf(row), "https://login.microsoftonline.com/tenant1/oauth2/v2.0/token");
  row.token_url = "https://login.example/t";
  EXPECT_EQ(TokenUrlOf(row), "https://login.example/t");
}

TEST_F(StreamsTest, HeadersAreLinesWithDifferentNames) {
  EXPECT_EQ(HeaderLinesIn("X-Team: a b\nX-Key: c"),
            (std::vector<std::string>{"X-Team: a b", "X-Key: c"}));
  EXPECT_EQ(HeaderLinesIn("X-Team: a\n"), (std::vector<std::string>{"X-Team: a"}));
  std::string many;
  for (int i = 0; i < 17; ++i) many += "X-" + std::to_string(i) + ": a\n";
  for (const std::string& text :
       {std::string(""), std::string("\n"), std::string("X-Team"), std::string("X-Team:"),
        std::string("X-Team: "), std::string("X-Team:a"), std::string(": a"),
        std::string("X Team: a"), std::string("X-Team: a\r\nX-Key: c"), std::string("X: \x01"),
        std::string("X-Team: a\n\nX-Key: c"), std::string("X-Team: a\nx-team: b"),
        std::string("Host: other.example"), std::string("content-length: 1"),
        std::string("Transfer-Encoding: chunked"), many}) {
    EXPECT_FALSE(HeaderLinesIn(text)) << text;
  }
  model::LogStream row = Row();
  row.headers = "Host: other.example";
  EXPECT_EQ(ReasonOf(row), "invalid_value");
}

// Incident class G1: a refused address is an error at once, and is refused again when it is used.
TEST_F(StreamsTest, ATargetMustBeAPublicAddress) {
  for (const char* host : {"10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]",
                           "2130706433", "0x7f.1", "user@example.com", "exa mple.com", ""}) {
    model::LogStream row = Row();
    row.url = "https://" + std::string(host) + "/";
    EXPECT_EQ(ReasonOf(row), "invalid_url") << row.url;
    for (const char* scheme : {"syslog://", "syslog+tls://"}) {
      model::LogStream syslog = Row(kSyslog);
      syslog.url = std::string(scheme) + host;
      EXPECT_EQ(ReasonOf(syslog), "invalid_url") << syslog.url;
      syslog.url += ":514";
      EXPECT_EQ(ReasonOf(syslog), "invalid_url") << syslog.url;
    }
  }
  model::LogStream with_query = Full(Row(kS3));
  with_query.header.reset();
  with_query.url = "https://bucket.example/?acl";
  EXPECT_EQ(ReasonOf(with_query), "invalid_url");
}

TEST_F(StreamsTest, ASyslogUrlHasAHostAndAPort) {
  const struct {
    const char* url;
    bool encrypted;
    int port;
  } kRows[] = {{"syslog://log.example", false, 601},
               {"syslog+tls://log.example", true, 6514},
               {"syslog+tls://log.example:10514", true, 10514},
               {"syslog://192.0.2.7:514", false, 514},
               {"syslog://[2001:db8::1]", false, 601},
               {"syslog+tls://[2001:db8::1]:514", true, 514}};
  for (const auto& row : kRows) {
    const auto url = ParseSyslogUrl(row.url);
    ASSERT_TRUE(url) << row.url;
    EXPECT_EQ(url->encrypted, row.encrypted) << row.url;
    EXPECT_EQ(url->port, row.port) << row.url;
  }
  for (const char* url : {"", "syslog://", "syslog:log.example", "syslog://log.example/",
                          "syslog://log.example?x", "tls://log.example", "syslog://log.example:0",
                          "syslog://log.example:65536", "syslog://a b"}) {
    EXPECT_FALSE(ParseSyslogUrl(url)) << url;
  }
}

TEST_F(StreamsTest, AFileStaysInItsFolder) {
  EXPECT_EQ(FileNameIn("file:audit-1.jsonl"), "audit-1.jsonl");
  for (const char* url : {"file:", "file:.", "file:..", "file:.hidden", "file:a/b", "file:/etc/x",
                          "file://x", "audit.jsonl", "file:a\n"}) {
    EXPECT_FALSE(FileNameIn(url)) << url;
  }
  model::LogStream row = Row(kFile);
  row.url = "file:audit.jsonl";
  const Streams without_folder{parts_, {cast_.world.ring, Loopback(), false}};
  EXPECT_EQ(without_folder.Create(key_, row).error().reason, "file_streams_off");
}

TEST_F(StreamsTest, ASecretIsStoredEncryptedAndOpensInItsRowOnly) {
  model::LogStream row = Row(kDatadog);
  row.secret = "canary-secret";
  const auto one = Add(row);
  row.name = "other";
  const auto two = Add(row);
  EXPECT_FALSE(one.secret);
  EXPECT_THAT(*one.sealed, Not(HasSubstr("canary")));
  EXPECT_EQ(Must(streams_.SecretsOf(one)).secret.Reveal(), "canary-secret");
  model::LogStream exchanged = one;
  exchanged.sealed = two.sealed;
  EXPECT_FALSE(streams_.SecretsOf(exchanged));
  EXPECT_TRUE(Must(streams_.SecretsOf(Row())).secret.empty());
}

// Incident class H3: a client that may change streams must not obtain their secrets.
TEST_F(StreamsTest, ASecretIsSentToTheServerForWhichItWasSetOnly) {
  const struct {
    const char* url;
    bool is_kept;
  } kRows[] = {
      {"https://in.example/", true},
      {"https://in.example:443/other?path", true},
      {"https://in.example:8443/", false},
      {"http://in.example/", false},
      {"http://in.example:443/", false},
      {"https://other.example/", false},
      {"https://in.example.other.example/", false},
  };
  for (const auto& change : kRows) {
    model::LogStream row = Row();
    row.name = change.url;
    row.url = "https://in.example/";
    row.secret = "canary-secret";
    const auto stream = Add(row);
    Change(stream, [&](model::LogStream& one) { one.url = change.url; });
    EXPECT_EQ(Present(stream).sealed.has_value(), change.is_kept) << change.url;
    Change(stream, [&](model::LogStream& one) {
      one.url = "https://third.example/";
      one.secret = "canary-second";
    });
    EXPECT_EQ(Must(streams_.SecretsOf(Present(stream))).secret.Reveal(), "canary-second")
        << change.url;
  }
}

// The secret of a client of Azure is sent to the token endpoint.
TEST_F(StreamsTest, ASecretAndHeadersAreRemovedWithTheirServer) {
  const struct {
    const char* token_url;
    bool is_kept;
  } kRows[] = {{"https://login.example/other", true},
               {"https://other.example/t", false},
               {"https://login.example:8443/t", false}};
  for (const auto& change : kRows) {
    model::LogStream row = Row(kAzureSentinel);
    row.name = change.token_url;
    row.url = "https://in.example/dataCollectionRules/dcr-1/streams/A";
    row.token_url = "https://login.example/t";
    row.key_id = "client1";
    row.secret = "canary-secret";
    const auto stream = Add(row);
    const auto moved = streams_.Update(key_, stream.id, [&](model::LogStream& one) -> base::Status {
      one.token_url = change.token_url;
      return {};
    });
    EXPECT_EQ(moved.has_value(), change.is_kept) << change.token_url;
    EXPECT_EQ(moved ? "" : moved.error().reason, change.is_kept ? "" : "missing_field");
  }
  model::LogStream row = Row();
  row.url = "https://in.example/";
  row.headers = "X-Team: canary";
  const auto stream = Add(row);
  EXPECT_FALSE(stream.headers);
  EXPECT_THAT(*stream.sealed_headers, Not(HasSubstr("canary")));
  EXPECT_EQ(Must(streams_.SecretsOf(stream)).headers.Reveal(), "X-Team: canary");
  Change(stream, [](model::LogStream& one) { one.name = "renamed"; });
  EXPECT_TRUE(Present(stream).sealed_headers);
  Change(stream, [](model::LogStream& one) { one.url = "https://other.example/"; });
  EXPECT_FALSE(Present(stream).sealed_headers);
  Change(stream, [](model::LogStream& one) {
    one.url = "https://in.example/";
    one.headers = "X-Team: b";
  });
  EXPECT_EQ(Must(streams_.SecretsOf(Present(stream))).headers.Reveal(), "X-Team: b");
  Change(stream, [](model::LogStream& one) { one.headers = ""; });
  EXPECT_FALSE(Present(stream).sealed_headers);
}

TEST_F(StreamsTest, ASealedSecretDoesNotOpenAsHeaders) {
  model::LogStream row = Row();
  row.secret = "canary-secret";
  auto stream = Add(row);
  stream.sealed_headers = stream.sealed;
  EXPECT_FALSE(streams_.SecretsOf(stream));
}

TEST_F(StreamsTest, ATypeThatNeedsASecretCannotMoveWithoutANewOne) {
  model::LogStream row = Row(kDatadog);
  row.secret = "canary-secret";
  const auto stream = Add(row);
  const auto moved = streams_.Update(key_, stream.id, [](model::LogStream& one) -> base::Status {
    one.url = "https://other.example/";
    return {};
  });
  ASSERT_FALSE(moved);
  EXPECT_EQ(moved.error().reason, "missing_field");
  EXPECT_EQ(Present(stream).url, stream.url);
  EXPECT_EQ(Must(streams_.SecretsOf(Present(stream))).secret.Reveal(), "canary-secret");
}

TEST_F(StreamsTest, ASecretMayBeRemoved) {
  model::LogStream row = Row();
  row.secret = "canary-secret";
  const auto stream = Add(row);
  Change(stream, [](model::LogStream& one) { one.secret = ""; });
  EXPECT_FALSE(Present(stream).sealed);
  EXPECT_FALSE(Present(stream).secret);
  EXPECT_TRUE(Must(streams_.SecretsOf(Present(stream))).secret.empty());
}

TEST_F(StreamsTest, AnEventAboutAStreamHasNoSecret) {
  const auto first = cast_.LastEvent();
  model::LogStream row = Row(kDatadog);
  row.secret = "canary-secret";
  const auto stream = Add(row);
  Change(stream, [](model::LogStream& one) { one.secret = "canary-second"; });
  EXPECT_EQ(Must(streams_.SecretsOf(Present(stream))).secret.Reveal(), "canary-second");
  const auto events = cast_.EventsAfter(first);
  ASSERT_EQ(events.size(), 2U);
  for (const model::Event& event : events) {
    EXPECT_THAT(event.data, Not(HasSubstr("canary")));
    EXPECT_THAT(event.data, Not(HasSubstr("v1.")));
    EXPECT_EQ(event.organization, cast_.acme);
  }
}

TEST_F(StreamsTest, TheAuditLogIsThatOfAnOrganizationOfTheEnvironment) {
  model::LogStream row = Row();
  row.organization.reset();
  EXPECT_EQ(ReasonOf(row), "missing_field");
  row.organization = cast_.initech;
  EXPECT_EQ(ReasonOf(row), "organization_not_found");
  row.source = model::LogStreamSource::kEvents;
  EXPECT_EQ(ReasonOf(row), "organization_not_found");
  row.organization.reset();
  EXPECT_EQ(ReasonOf(row), "none");
}

TEST_F(StreamsTest, OnlyTheEnvironmentHasStreams) {
  const auto stream = Add();
  for (const model::Caller& caller : {cast_.As(cast_.admin), cast_.As(cast_.exporter)}) {
    EXPECT_EQ(CodeOf(streams_.Get(caller, stream.id)), base::Code::kDenied);
    EXPECT_EQ(CodeOf(streams_.SendTest(caller, stream.id)), base::Code::kDenied);
    EXPECT_EQ(CodeOf(streams_.OfOrganization(caller, cast_.acme)), base::Code::kDenied);
  }
  const model::Caller sandbox = cast_.As(cast_.sandbox);
  EXPECT_EQ(CodeOf(streams_.SendTest(sandbox, stream.id)), base::Code::kNotFound);
  EXPECT_FALSE(Must(streams_.OfOrganization(sandbox, cast_.acme)));
}

TEST_F(StreamsTest, TheStreamOfAnOrganizationIsTheOldestOfAVendorsType) {
  model::LogStream file = Row(kFile);
  file.name = "file";
  file.url = "file:a";
  Add(file);
  EXPECT_FALSE(Must(streams_.OfOrganization(key_, cast_.acme)));
  const auto first = Add();
  Advance(std::chrono::seconds(1));
  model::LogStream second = Row();
  second.name = "second";
  Add(second);
  EXPECT_EQ(Must(streams_.OfOrganization(key_, cast_.acme))->id, first.id);
  EXPECT_FALSE(Must(streams_.OfOrganization(key_, cast_.globex)));
}

TEST_F(StreamsTest, AStreamThatIsNotEnabledIsInactiveAndTakesNoTest) {
  const auto stream = Add();
  EXPECT_EQ(stream.state, LogStreamState::kActive);
  Change(stream, [](model::LogStream& row) { row.enabled = false; });
  EXPECT_EQ(Present(stream).state, LogStreamState::kInactive);
  EXPECT_EQ(CodeOf(streams_.SendTest(key_, stream.id)), base::Code::kConflict);
  Change(stream, [](model::LogStream& row) { row.enabled = true; });
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
}

}  // namespace
}  // namespace bearward::log_streams
