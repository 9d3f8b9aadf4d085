// The door of the command line: the operator needs no credential there, and no other client reaches
// it.
#include "app/command_door.h"

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <map>

#include "app/command_client.h"
#include "app/command_socket.h"
#include "app/contract_fixture.h"
#include "testing/temp_dir.h"

namespace bearward::app {
namespace {

using ::testing::HasSubstr;
using testing::Must;
using ::testing::Not;

class CommandDoorTest : public ContractFixture {
 protected:
  static void SetUpTestSuite() {
    ContractFixture::SetUpTestSuite();
    Must(core_->OpenCommandDoor());
  }
  // Ask sends through DoorClient, which compares each response with the contract of its route.
  static ClientAnswer Ask(Method method, std::string target, std::string body = {},
                          const std::string& environment = {}) {
    ClientHeaders headers;
    if (!body.empty()) headers.emplace_back("Content-Type", "application/json");
    if (!environment.empty()) headers.emplace_back(kEnvironmentHeader, environment);
    testing::DoorClient client(core_->command_door());
    const auto pending = client.Start(method, std::move(target), headers, std::move(body));
    return pending->Take();
  }
  static json::Value Parsed(const ClientAnswer& answer) { return Must(json::Parse(answer.body)); }
  static std::string MemberOf(const ClientAnswer& answer, std::string_view name) {
    const json::Value body = Parsed(answer);
    const json::Value* const value = body.Find(name);
    return value == nullptr || value->AsString() == nullptr ? "" : *value->AsString();
  }
};

TEST_F(CommandDoorTest, OperatorNeedsNoCredentialAndIsNamedInTheEvent) {
  const ClientAnswer made =
      Ask(Method::kPost, "/user_management/users", R"({"email":"cli@acme.example"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const ClientAnswer events = Ask(Method::kGet, "/v1/events?target=" + MemberOf(made, "id"));
  EXPECT_THAT(events.body, HasSubstr(R"("type":"user.created","actor_kind":"system",)"
                                     R"("actor_id":"operator","credential_id":"command_line")"));
}

TEST_F(CommandDoorTest, HeaderSelectsTheEnvironment) {
  const std::string path = "/user_management/users?email=only@here.example";
  const ClientAnswer made = Ask(Method::kPost, "/user_management/users",
                                R"({"email":"only@here.example"})", "demo.workspan.com");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Ask(Method::kGet, path, "", "demo.workspan.com").body, HasSubstr("only@here"));
  EXPECT_THAT(Ask(Method::kGet, path).body, Not(HasSubstr("only@here")));
  // An id of another environment does not exist, as for a key.
  EXPECT_EQ(Ask(Method::kGet, "/user_management/users/" + MemberOf(made, "id")).status, 404);
  // No contract names the header, so this response is not compared with one.
  const CommandAnswer unknown = AskDoor(
      core_->command_door(), {.method = "GET", .target = path, .environment = "demo.workspan.co"});
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("demo.workspan.com"));
}

// The door of the network must neither read the header nor have the routes.
TEST_F(CommandDoorTest, DoorOfTheNetworkIsUnchanged) {
  EXPECT_EQ(Send(Method::kGet, "/v1/environments").status, 401);
  EXPECT_EQ(Send(Method::kPost, "/v1/api_keys", {}, "{}").status, 401);
  const ClientAnswer by_key = Json(Method::kPost, "/v1/api_keys", "{}", Bearer(kProductionKey));
  EXPECT_EQ(by_key.status, 403) << "a key makes no key: " << by_key.body;
  const ClientHeaders header = {{std::string(kEnvironmentHeader), "production"}};
  EXPECT_EQ(Send(Method::kGet, "/v1/events", header).status, 401);
  EXPECT_EQ(Send(Method::kGet, "/user_management/users", header).status, 401);
}

// Routes for the bearer of a token have no meaning for the operator.
TEST_F(CommandDoorTest, RouteThatTakesNoKeyIsRefused) {
  const CommandAnswer answer =
      AskDoor(core_->command_door(), {.method = "DELETE", .target = "/auth/logout"});
  EXPECT_EQ(answer.status, 401) << answer.body;
}

TEST_F(CommandDoorTest, KeyOfTheEnvironmentIsShownOnceAndIsAcceptedAtOnce) {
  const ClientAnswer made =
      Ask(Method::kPost, "/v1/api_keys", R"({"description":"ci","permissions":["tokens:verify"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string value = MemberOf(made, "value");
  const ClientHeaders bearer = {{"Authorization", "Bearer " + value}};
  EXPECT_THAT(Send(Method::kGet, "/v1/whoami", bearer).body, HasSubstr("tokens:verify"));
  EXPECT_EQ(Send(Method::kGet, "/v1/events", bearer).status, 403);
  EXPECT_THAT(Ask(Method::kGet, "/v1/api_keys").body, Not(HasSubstr(value)));
  EXPECT_EQ(Ask(Method::kPost, "/v1/api_keys/" + MemberOf(made, "id") + "/revoke").status, 200);
  EXPECT_EQ(Send(Method::kGet, "/v1/whoami", bearer).status, 401);
}

TEST_F(CommandDoorTest, UnusedKeysOfEveryOwnerAreListed) {
  const std::string environment = "unused keys";
  ASSERT_EQ(Ask(Method::kPost, "/v1/environments", R"({"name":"unused keys"})").status, 201);
  const auto make = [&](std::string path, std::string body) {
    const ClientAnswer made = Ask(Method::kPost, std::move(path), std::move(body), environment);
    EXPECT_EQ(made.status, 201) << made.body;
    return MemberOf(made, "id");
  };
  const std::string old = make("/v1/api_keys", R"({"description":"old"})");
  const std::string acme = make("/organizations", R"({"name":"Acme"})");
  const std::string own = make("/organizations/" + acme + "/api_keys", R"({"name":"own"})");
  const std::string gone = make("/v1/api_keys", R"({"description":"gone"})");
  EXPECT_EQ(Ask(Method::kPost, "/v1/api_keys/" + gone + "/revoke", "", environment).status, 200);
  const auto unused = [&](const std::string& query) {
    return Ask(Method::kGet, "/v1/unused_api_keys" + query, {}, environment).body;
  };
  EXPECT_THAT(unused(""), Not(HasSubstr(old)));
  clock_->Advance(std::chrono::days(10));
  const std::string fresh = make("/v1/api_keys", R"({"description":"fresh"})");
  EXPECT_THAT(unused(""), Not(HasSubstr(old)));
  const std::string listed = unused("?days=9");
  EXPECT_THAT(listed, HasSubstr(old));
  EXPECT_THAT(listed, HasSubstr(R"("id":")" + own + R"(","name":"own","user_id":null,)" +
                                R"("organization_id":")" + acme + "\""));
  EXPECT_THAT(listed, Not(HasSubstr(fresh)));
  EXPECT_THAT(listed, Not(HasSubstr(gone)));
  for (const char* wrong : {"?days=0", "?days=x", "?days=36501", "?days=1&days=2", "?day=9"}) {
    EXPECT_EQ(Ask(Method::kGet, std::string("/v1/unused_api_keys") + wrong).status, 400) << wrong;
  }
  EXPECT_THAT(Ask(Method::kGet, "/v1/unused_api_keys?days=9").body, Not(HasSubstr(old)));
}

TEST_F(CommandDoorTest, WrongBodiesAreRefusedAndChangeNothing) {
  const std::string before = Ask(Method::kGet, "/v1/api_keys").body;
  for (const char* body : {R"({"descripton":"x"})", R"({"permissions":"a:b"})",
                           R"({"permissions":["A B"]})", R"({"expires_at":"2001-01-01T00:00:00Z"})",
                           R"({"expires_at":7})", R"({"description":"a\u0007"})", R"([])"}) {
    EXPECT_EQ(Ask(Method::kPost, "/v1/api_keys", body).status, 400) << body;
  }
  EXPECT_EQ(Ask(Method::kGet, "/v1/api_keys").body, before);
  for (const char* body : {R"({})", R"({"name":""})", R"({"name":"a\nb"})", R"({"nam":"x"})",
                           R"({"name":"x","sandbox":"yes"})"}) {
    EXPECT_EQ(Ask(Method::kPost, "/v1/environments", body).status, 400) << body;
  }
  EXPECT_EQ(Ask(Method::kPost, "/v1/environments", R"({"name":"production"})").status, 409);
  EXPECT_EQ(Ask(Method::kPatch, "/v1/environments/nothing", R"({"enabled":false})").status, 404);
  EXPECT_EQ(Ask(Method::kPost, "/v1/signing_keys/rotate", R"({"profile":"x"})").status, 404);
}

TEST_F(CommandDoorTest, NewEnvironmentIsTheLastOneAndCanBeDisabledAndEnabled) {
  const ClientAnswer made =
      Ask(Method::kPost, "/v1/environments", R"({"name":"staging","sandbox":true})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(Ask(Method::kGet, "/v1/events?type=environment.created", "", "staging").body,
              HasSubstr(R"("actor_id":"operator")"));
  const ClientAnswer key = Ask(Method::kPost, "/v1/api_keys", "{}", "staging");
  EXPECT_THAT(MemberOf(key, "value"), ::testing::StartsWith("sk_test_"));
  const ClientHeaders bearer = {{"Authorization", "Bearer " + MemberOf(key, "value")}};
  EXPECT_EQ(Send(Method::kGet, "/v1/whoami", bearer).status, 200);
  EXPECT_EQ(Ask(Method::kPatch, "/v1/environments/staging", R"({"enabled":false})").status, 200);
  EXPECT_EQ(Send(Method::kGet, "/v1/whoami", bearer).status, 401);
  EXPECT_EQ(Ask(Method::kPatch, "/v1/environments/staging", R"({"enabled":true})").status, 200);
  EXPECT_EQ(Send(Method::kGet, "/v1/whoami", bearer).status, 200);
  const json::Value list = Parsed(Ask(Method::kGet, "/v1/environments"));
  EXPECT_EQ(*list.Find("data")->AsArray()->front().Find("name")->AsString(), "production");
}

TEST_F(CommandDoorTest, RotatedKeysArePublishedAheadAndTheOldOnesStillVerify) {
  const std::string jwks = Send(Method::kGet, "/oauth2/jwks").body;
  const ClientAnswer rotated =
      Ask(Method::kPost, "/v1/signing_keys/rotate", R"({"profile":"oauth.jwt"})");
  ASSERT_EQ(rotated.status, 200) << rotated.body;
  std::map<std::string, std::vector<std::string>> kids;
  const json::Value body = Parsed(rotated);
  for (const json::Value& key : *body.Find("data")->AsArray()) {
    if (*key.Find("profile")->AsString() != "oauth.jwt") continue;
    kids[*key.Find("state")->AsString()].push_back(*key.Find("id")->AsString());
  }
  ASSERT_EQ(kids["signs"].size(), 1U);
  ASSERT_EQ(kids["next"].size(), 1U);
  const std::string after = Send(Method::kGet, "/oauth2/jwks").body;
  EXPECT_THAT(jwks, HasSubstr(kids["signs"].front()));
  EXPECT_THAT(after, HasSubstr(kids["signs"].front()));
  EXPECT_THAT(after, HasSubstr(kids["next"].front()));
  EXPECT_THAT(Ask(Method::kGet, "/v1/events?type=signing_key.created&limit=1").body,
              HasSubstr(R"("actor_id":"operator")"));
}

TEST_F(CommandDoorTest, SocketServesItsUserAndLeavesNoFile) {
  const testing::TempDir temp;
  // The path is longer than the name of a socket may be.
  const std::string folder = temp.File(std::string(120, 'd'));
  std::filesystem::create_directory(folder);
  const std::string file = folder + "/command.sock";
  EXPECT_FALSE(Must(AskServer(folder, {.method = "GET", .target = "/livez"})));
  {
    const auto socket = CommandSocket::Open(folder, core_->command_door(), *clock_, *log_);
    const auto mode = std::filesystem::status(file).permissions();
    EXPECT_EQ(mode, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    const auto answer = Must(AskServer(folder, {.method = "POST",
                                                .target = "/user_management/users",
                                                .body = R"({"email":"socket@acme.example"})"}));
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 201) << answer->body;
    const auto events = Must(AskServer(folder, {.method = "GET", .target = "/v1/events?limit=1"}));
    EXPECT_THAT(events->body, HasSubstr("\"address\":\"uid:" + std::to_string(::geteuid()) + "\""));
  }
  EXPECT_FALSE(std::filesystem::exists(file));
}

// A server that crashed leaves its file, which the next one replaces.
TEST_F(CommandDoorTest, SocketReplacesTheFileOfACrash) {
  const testing::TempDir temp;
  std::filesystem::create_directory(temp.File("old"));
  auto crashed = CommandSocket::Open(temp.File("old"), core_->command_door(), *clock_, *log_);
  std::filesystem::rename(temp.File("old"), temp.File("data"));
  crashed.reset();
  ASSERT_TRUE(std::filesystem::exists(temp.File("data") + "/command.sock"));
  EXPECT_FALSE(Must(AskServer(temp.File("data"), {.method = "GET", .target = "/livez"})));
  const auto socket = CommandSocket::Open(temp.File("data"), core_->command_door(), *clock_, *log_);
  EXPECT_EQ(Must(AskServer(temp.File("data"), {.method = "GET", .target = "/livez"}))->status, 200);
}

TEST(ReadAnswer, MalformedResponseIsNoAnswer) {
  EXPECT_EQ(Must(ReadAnswer("HTTP/1.1 201 Created\r\nA: b\r\n\r\nbody")).body, "body");
  for (const char* bytes :
       {"", "HTTP/1.1 200", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 1\r\n\r\n", "junk\r\n\r\n"}) {
    EXPECT_EQ(ReadAnswer(bytes).error().reason, "server_unreachable") << bytes;
  }
}

}  // namespace
}  // namespace bearward::app
