// `apply --prune`: rows that files made are removed when no file names them; others never are.
#include "app/prune.h"

#include <gmock/gmock.h>

#include "app/provision_file.h"
#include "app/wire.h"
#include "testing/fake_clock.h"
#include "testing/fake_entropy.h"
#include "testing/must.h"
#include "testing/test_engine.h"

namespace bearward::app {
namespace {

using provision::Change;
using provision::Prune;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Must;

constexpr const char* kEnvironment = "[[environments]]\nname = \"production\"\n";
constexpr const char* kAll = R"(
[[environments]]
name = "production"
[[roles]]
slug = "planner"
permissions = ["forms:read"]
[[organizations]]
name = "Acme"
id = "org_acme"
[[users]]
username = "ann"
email = "ann@acme.example"
id = "user_ann"
memberships = [ { organization = "Acme", roles = ["planner"] } ]
[[access_profiles]]
name = "ObjectRead"
allows = ["*:read"]
[[applications]]
name = "Export"
organization = "Acme"
access_profile = "ObjectRead"
client_id = "export"
[[api_keys]]
environment = "production"
value = "sk_test_0000000000000000000000000000"
description = "ci"
[[policies]]
name = "api"
permissions = ["forms:read"]
)";

class PruneTest : public ::testing::Test {
 protected:
  PruneTest() { Must(core_->OpenCommandDoor()); }

  static provision::ProvisioningFile Parsed(std::string_view text) {
    return Must(ParseProvisionFile(text, "world.toml"));
  }
  CommandAnswer Ask(std::string_view method, std::string target, std::string body = {}) {
    return AskDoor(core_->command_door(),
                   {.method = method, .target = std::move(target), .body = std::move(body)});
  }
  std::vector<std::string> Applied(std::string_view text, Prune prune = Prune::kYes) {
    clock_.Advance(std::chrono::seconds(1));
    const provision::ProvisioningFile world = Parsed(text);
    const auto plan = Must(core_->Plan(world, prune));
    auto changes = Must(core_->Apply(world, prune));
    Remove(changes, plan.changes, [this](const CommandAsk& ask) -> base::Result<CommandAnswer> {
      return AskDoor(core_->command_door(), ask);
    });
    std::vector<std::string> lines;
    for (const Change& change : changes) {
      const bool kept = change.verb == Change::Verb::kKept;
      const bool removed = change.verb == Change::Verb::kRemoved;
      lines.push_back((kept      ? "kept "
                       : removed ? "removed "
                                 : "applied ") +
                      change.kind + " " + change.name + (kept ? ": " + change.note : ""));
    }
    return lines;
  }

  testing::FakeClock clock_;
  testing::FakeEntropy entropy_;
  observe::Logger log_{clock_, observe::Level::kOff, observe::Logger::Sink()};
  std::unique_ptr<Core> core_ = [this] {
    Config config;
    config.password_cost = {.memory_kib = 8, .passes = 1};
    config.password_failure = std::chrono::milliseconds(0);
    return Must(Core::Open(config, {clock_, entropy_, log_, log_}, testing::TestEngine(),
                           crypto::KeyRing::Generate(entropy_)));
  }();
};

TEST_F(PruneTest, RemovesWhatAnEarlierFileMadeInAnOrderThatWorks) {
  Applied(kAll);
  EXPECT_THAT(Applied(kAll), IsEmpty());
  EXPECT_THAT(Applied(kEnvironment),
              ElementsAre("removed policy api", "removed api key ci", "removed application Export",
                          "removed access profile ObjectRead", "removed user ann",
                          "removed organization Acme", "removed role planner"));
  EXPECT_EQ(Ask("GET", "/authorization/roles/planner").status, 404);
  EXPECT_EQ(Ask("GET", "/user_management/users/user_ann").status, 404);
  EXPECT_EQ(Ask("GET", "/organizations/org_acme").status, 404);
  EXPECT_EQ(Ask("GET", "/v1/policies/api").status, 404);
  EXPECT_THAT(Ask("GET", "/v1/events?type=user.deleted").body,
              HasSubstr(R"("actor_id":"operator","credential_id":"command_line")"));
}

TEST_F(PruneTest, WithoutTheOptionNothingIsRemoved) {
  Applied(kAll);
  EXPECT_THAT(Applied(kEnvironment, Prune::kNo), IsEmpty());
  EXPECT_EQ(Ask("GET", "/user_management/users/user_ann").status, 200);
}

TEST_F(PruneTest, PlanListsTheRemovalsAndChangesNothing) {
  Applied(kAll);
  const auto plan = Must(core_->Plan(Parsed(kEnvironment), Prune::kYes));
  EXPECT_TRUE(HasRemovals(plan.changes));
  EXPECT_FALSE(HasRemovals(Must(core_->Plan(Parsed(kEnvironment))).changes));
  EXPECT_EQ(Ask("GET", "/user_management/users/user_ann").status, 200);
}

TEST_F(PruneTest, RowsOfTheApiStay) {
  Applied(kEnvironment);
  EXPECT_EQ(Ask("POST", "/user_management/users", R"({"email":"bob@acme.example"})").status, 201);
  EXPECT_EQ(Ask("POST", "/organizations", R"({"name":"Globex"})").status, 201);
  EXPECT_THAT(Applied(kEnvironment), IsEmpty());
}

// A file that describes a row of the API changes it, and does not own it.
TEST_F(PruneTest, RowOfTheApiThatAFileDescribedStays) {
  Applied(kEnvironment);
  ASSERT_EQ(Ask("POST", "/v1/policies", R"({"name":"api","permissions":["forms:read"]})").status,
            201);
  Applied(std::string(kEnvironment) +
          "[[policies]]\nname = \"api\"\npermissions = [\"forms:write\"]\n");
  EXPECT_THAT(Applied(kEnvironment), IsEmpty());
  EXPECT_EQ(Ask("GET", "/v1/policies/api").status, 200);
}

TEST_F(PruneTest, RowThatTheApiMadeAgainUnderTheSameNameStays) {
  const std::string file =
      std::string(kEnvironment) + "[[policies]]\nname = \"api\"\npermissions = [\"forms:write\"]\n";
  Applied(file);
  ASSERT_EQ(Ask("DELETE", "/v1/policies/api").status, 200);
  clock_.Advance(std::chrono::seconds(1));
  ASSERT_EQ(Ask("POST", "/v1/policies", R"({"name":"api","permissions":["forms:read"]})").status,
            201);
  EXPECT_THAT(Applied(kEnvironment), IsEmpty());
}

TEST_F(PruneTest, OrganizationWithAUserOfTheApiStays) {
  Applied(kAll);
  ASSERT_EQ(Ask("POST", "/user_management/users", R"({"email":"bob@acme.example"})").status, 201);
  const std::string body = Ask("GET", "/user_management/users?email=bob@acme.example").body;
  const auto at = body.find("\"user_");
  const std::string bob = body.substr(at + 1, body.find('"', at + 1) - at - 1);
  ASSERT_EQ(Ask("POST", "/user_management/organization_memberships",
                R"({"user_id":")" + bob + R"(","organization_id":"org_acme"})")
                .status,
            201);
  EXPECT_THAT(Applied(kEnvironment),
              Contains(HasSubstr("kept organization Acme: it has API keys, or users")));
  EXPECT_EQ(Ask("GET", "/organizations/org_acme").status, 200);
}

TEST_F(PruneTest, RowToWhichTheFileRefersIsNamed) {
  Applied(kAll);
  EXPECT_THAT(Applied(std::string(kEnvironment) +
                      "[[policies]]\nname = \"api\"\norganization = \"Acme\"\n"),
              ::testing::Not(Contains(HasSubstr("organization Acme"))));
}

// `bearward environment create` runs the code of provisioning.
TEST_F(PruneTest, EnvironmentOfACommandIsNoRowOfAFile) {
  Applied(kEnvironment);
  EXPECT_EQ(Ask("POST", "/v1/environments", R"({"name":"demo"})").status, 201);
  EXPECT_THAT(Applied(kEnvironment), IsEmpty());
}

TEST_F(PruneTest, RemovalThatWasNotConfirmedIsNotDone) {
  Applied(kAll);
  auto changes = Must(core_->Apply(Parsed(kEnvironment), Prune::kYes));
  int asked = 0;
  EXPECT_FALSE(Remove(changes, {}, [&asked](const CommandAsk&) -> base::Result<CommandAnswer> {
    ++asked;
    return CommandAnswer{200};
  }));
  EXPECT_EQ(asked, 0);
  EXPECT_FALSE(HasRemovals(changes));
}

}  // namespace
}  // namespace bearward::app
