// Access tokens for Azure Monitor: when they are requested, kept and dropped.
#include "log_streams/azure_tokens.h"

#include "log_streams/log_stream_fixture.h"

namespace bearward::log_streams {
namespace {

using model::LogStreamState;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class AzureTokensTest : public LogStreamFixture {
 protected:
  static std::string Grant(const std::string& members) {
    return testing::HttpReceiver::Answer(200, "{" + members + "}",
                                         "Content-Type: application/json\r\n");
  }
  static std::string Grant(const std::string& token, int life) {
    return Grant(R"("token_type":"Bearer","access_token":")" + token + R"(","expires_in":)" +
                 std::to_string(life));
  }
  // Azure adds a stream whose token endpoint is `login_` and whose target is `receiver_`.
  model::LogStream Azure() {
    model::LogStream row = Row(model::LogStreamType::kAzureSentinel);
    row.url = receiver_.Url("/dataCollectionRules/dcr-1/streams/Custom-A_CL");
    row.token_url = login_.Url("/token");
    row.key_id = "client-1";
    row.secret = "canary secret&";
    return Add(row);
  }
  // Tokens returns the credentials that the target got, in order.
  std::vector<std::string> Tokens() const {
    std::vector<std::string> tokens;
    for (const auto& request : receiver_.requests()) {
      tokens.push_back(request.Header("Authorization"));
    }
    return tokens;
  }
  void PutAndSend(const std::string& id) {
    Put(id);
    SendAll();
  }

  testing::HttpReceiver login_;
};

TEST_F(AzureTokensTest, ATokenIsRequestedByClientCredentialsAndUsed) {
  login_.AnswerNext({Grant("t1", 3600)});
  const auto stream = Azure();
  PutAndSend("e1");
  ASSERT_THAT(login_.requests(), SizeIs(1));
  const auto asked = login_.requests()[0];
  EXPECT_EQ(asked.line, "POST /token HTTP/1.1");
  EXPECT_EQ(asked.Header("Content-Type"), "application/x-www-form-urlencoded");
  EXPECT_EQ(asked.body,
            "grant_type=client_credentials&client_id=client-1&client_secret=canary%20secret%26"
            "&scope=https%3A%2F%2Fmonitor.azure.com%2F.default");
  ASSERT_THAT(receiver_.requests(), SizeIs(1));
  const auto sent = receiver_.requests()[0];
  EXPECT_EQ(sent.line,
            "POST /dataCollectionRules/dcr-1/streams/Custom-A_CL?api-version=2023-01-01 HTTP/1.1");
  EXPECT_EQ(sent.Header("Authorization"), "Bearer t1");
  EXPECT_THAT(sent.body, HasSubstr(R"("id":"e1","event_type":"user.signed_in")"));
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
}

TEST_F(AzureTokensTest, ATokenIsKeptUntilAMinuteBeforeItsExpiry) {
  login_.AnswerNext({Grant("t1", 600), Grant("t2", 600)});
  Azure();
  PutAndSend("e1");
  Advance(seconds(539));
  PutAndSend("e2");
  Advance(seconds(1));
  PutAndSend("e3");
  EXPECT_THAT(Tokens(), ElementsAre("Bearer t1", "Bearer t1", "Bearer t2"));
}

// Regression: each of the senders requested a token of its own.
TEST_F(AzureTokensTest, SendersShareTheirTokens) {
  login_.AnswerNext({Grant("t1", 3600), Grant("t2", 3600)});
  Azure();
  PutAndSend("e1");
  Put("e2");
  Sender other(Settings(), azure_tokens_);
  EXPECT_TRUE(testing::Must(delivery_.SendDue(other)));
  EXPECT_THAT(Tokens(), ElementsAre("Bearer t1", "Bearer t1"));
  EXPECT_THAT(login_.requests(), SizeIs(1));
}

TEST_F(AzureTokensTest, ATokenWithoutALongEnoughLifeIsUsedOnce) {
  login_.AnswerNext({Grant("t1", 60), Grant("t2", -1),
                     Grant(R"("token_type":"bearer","access_token":"t3")"), Grant("t4", 600)});
  Azure();
  for (const char* id : {"e1", "e2", "e3", "e4", "e5"}) PutAndSend(id);
  EXPECT_THAT(Tokens(),
              ElementsAre("Bearer t1", "Bearer t2", "Bearer t3", "Bearer t4", "Bearer t4"));
}

TEST_F(AzureTokensTest, ARefusalOfTheEndpointIsVisibleAndNothingIsSent) {
  const auto stream = Azure();
  for (const int status : {400, 401, 403}) {
    login_.AnswerNext({Status(status)});
    PutAndSend("e" + std::to_string(status));
    EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
    EXPECT_EQ(Present(stream).last_error,
              "target_refused: The token endpoint answered " + std::to_string(status) + ".");
    Advance(seconds(60));
  }
  EXPECT_THAT(receiver_.requests(), SizeIs(0));
  EXPECT_THAT(lines_, Not(HasSubstr("canary")));
}

TEST_F(AzureTokensTest, AFailureOfTheEndpointPasses) {
  const auto stream = Azure();
  login_.AnswerNext({Status(503, "Retry-After: 100\r\n")});
  PutAndSend("e1");
  EXPECT_EQ(Present(stream).state, LogStreamState::kError);
  EXPECT_EQ(Present(stream).last_error, "target_failed: The token endpoint answered 503.");
  EXPECT_GE(*Present(stream).paused_until, clock().Now() + seconds(80));
}

TEST_F(AzureTokensTest, AnAnswerWithoutABearerTokenIsAFailure) {
  const auto stream = Azure();
  for (const char* members :
       {"", R"("token_type":"Bearer")", R"("token_type":"Bearer","access_token":"")",
        R"("token_type":"Bearer","access_token":7)", R"("access_token":"canary")",
        R"("token_type":"mac","access_token":"canary")",
        R"("token_type":"Bearer","access_token":"canary\r\nX: y","expires_in":600)"}) {
    login_.AnswerNext({Grant(members)});
    PutAndSend("e1" + std::to_string(login_.requests().size()));
    EXPECT_EQ(Present(stream).last_error, "target_failed: The token endpoint sent no bearer token.")
        << members;
    Advance(std::chrono::hours(1));
  }
  EXPECT_THAT(receiver_.requests(), SizeIs(0));
  EXPECT_THAT(lines_, Not(HasSubstr("canary")));
}

TEST_F(AzureTokensTest, ARefusedTokenIsVisibleAndReplaced) {
  login_.AnswerNext({Grant("t1", 3600), Grant("t2", 3600)});
  const auto stream = Azure();
  PutAndSend("e1");
  receiver_.AnswerNext({Status(401)});
  PutAndSend("e2");
  EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
  EXPECT_EQ(Present(stream).last_error, "target_refused: The target answered 401.");
  Advance(seconds(60));
  SendAll();
  EXPECT_THAT(Tokens(), ElementsAre("Bearer t1", "Bearer t1", "Bearer t2"));
  EXPECT_EQ(Present(stream).state, LogStreamState::kActive);
}

TEST_F(AzureTokensTest, AReplacedSecretEndsTheTokenOfTheOldOne) {
  login_.AnswerNext({Grant("t1", 3600), Grant("t2", 3600)});
  const auto stream = Azure();
  PutAndSend("e1");
  Change(stream, [](model::LogStream& row) { row.secret = "canary-second"; });
  PutAndSend("e2");
  EXPECT_THAT(Tokens(), ElementsAre("Bearer t1", "Bearer t2"));
  EXPECT_THAT(login_.requests()[1].body, HasSubstr("client_secret=canary-second&"));
}

TEST_F(AzureTokensTest, ATokenMayBeLong) {
  const std::string token(10'000, 'a');
  login_.AnswerNext({Grant(token, 3600)});
  Azure();
  PutAndSend("e1");
  EXPECT_THAT(Tokens(), ElementsAre("Bearer " + token));
}

// A row of an earlier version has neither a tenant nor a URL of its token endpoint.
TEST_F(AzureTokensTest, AStreamWithoutATokenEndpointIsInvalid) {
  auto stream = Azure();
  stream.token_url.reset();
  testing::Must(
      store().Write([&](store::WriteTx& tx) { return store::LogStreams().Update(tx, stream); }));
  PutAndSend("e1");
  EXPECT_EQ(Present(stream).state, LogStreamState::kInvalid);
  EXPECT_THAT(*Present(stream).last_error, HasSubstr("names no token endpoint"));
  EXPECT_THAT(login_.requests(), SizeIs(0));
}

// Incident class G1: the address of the token endpoint is checked when it is connected.
TEST_F(AzureTokensTest, ARefusedAddressOfTheEndpointIsNotConnected) {
  const auto stream = Azure();
  Put("e1");
  AzureTokens tokens({});
  Sender strict({.egress = {}, .folder = {}, .host = {}}, tokens);
  EXPECT_TRUE(testing::Must(delivery_.SendDue(strict)));
  EXPECT_THAT(*Present(stream).last_error,
              AllOf(HasSubstr("address_refused"), Not(HasSubstr("127.0.0.1"))));
  EXPECT_EQ(login_.connections() + receiver_.connections(), 0U);
}

}  // namespace
}  // namespace bearward::log_streams
