// The matrix of credential kinds and lifecycle switches. Each credential is allowed first, so that
// it is remembered; then the switch is thrown; and the very next question must be denied.
#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

#include "crypto/hash.h"
#include "store/api_keys.h"
#include "store/applications.h"
#include "store/environments.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"
#include "store/users.h"
#include "testing/rack.h"
#include "verify/dead_ends.h"

namespace bearward::verify {
namespace {

using model::EventType;
using testing::Hung;
using testing::Must;
using testing::Rack;
using testing::World;

constexpr std::string_view kPeer = "192.0.2.1";

// What a switch does to the rows, the events it appends, and the reason each credential is then
// denied with. A credential without a reason stays as it is.
struct Switch {
  std::string name;
  std::function<base::Status(World&, const Rack&, store::WriteTx&)> throw_it;
  std::map<std::string, std::string> reasons;
};

// Changes both users: the integrator's credential must heed a switch as ann's do.
base::Status ChangeUsers(World& world, const Rack& rack, store::WriteTx& tx, EventType type,
                         const std::function<base::Status(const model::UserId&)>& change) {
  for (const model::UserId& id : {rack.ann, rack.ian}) {
    BW_TRY(change(id));
    BW_TRY(world.Announce(tx, type, rack.environment, id.text));
  }
  return {};
}

base::Status SetUserActive(World& world, const Rack& rack, store::WriteTx& tx) {
  const auto deactivate = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, rack.environment, id));
    user->active = false;
    return store::UpdateUser(tx, *user);
  };
  return ChangeUsers(world, rack, tx, EventType::kUserUpdated, deactivate);
}

base::Status ChangePassword(World& world, const Rack& rack, store::WriteTx& tx) {
  const auto replace = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, rack.environment, id));
    user->password_hash =
        Must(world.passwords->Hash(base::Secret(std::string_view("another password"))));
    return store::UpdateUser(tx, *user);
  };
  return ChangeUsers(world, rack, tx, EventType::kUserPasswordChanged, replace);
}

base::Status EndMembership(World& world, const Rack& rack, store::WriteTx& tx) {
  const auto leave = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(const auto membership,
                  store::FindMembership(tx, rack.environment, id, rack.acme));
    return store::DeleteMembership(tx, *membership);
  };
  return ChangeUsers(world, rack, tx, EventType::kUserUpdated, leave);
}

// A switch ends the sessions and raises the generation, as every verb that disables does: what was
// issued before is over for good.
base::Status DisableApplication(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto application, store::FindApplication(tx, rack.environment, rack.exporter));
  application->enabled = false;
  ++application->generation;
  BW_TRY(store::UpdateApplication(tx, *application));
  BW_TRY(store::EndSessionsOf(tx, rack.environment, model::SubjectKind::kApplication,
                              rack.exporter.text, world.clock.Now()));
  return world.Announce(tx, EventType::kApplicationUpdated, rack.environment, rack.exporter.text);
}

base::Status EnableAgain(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY(DisableApplication(world, rack, tx));
  BW_TRY_ASSIGN(auto application, store::FindApplication(tx, rack.environment, rack.exporter));
  application->enabled = true;
  return store::UpdateApplication(tx, *application);
}

base::Status RevokeTokens(World& world, const Rack& rack, store::WriteTx& tx) {
  const std::string& id = rack.Get("token").id;
  BW_TRY(store::RevokeToken(tx, rack.environment, id, world.clock.Now()));
  return world.Announce(tx, EventType::kTokenRevoked, rack.environment, id);
}

base::Status ReplaceSecret(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY(store::DeleteSecrets(tx, rack.environment, rack.exporter));
  return world.Announce(tx, EventType::kApplicationSecretReset, rack.environment,
                        rack.exporter.text);
}

base::Status DisableOrganization(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto organization, store::FindOrganization(tx, rack.environment, rack.acme));
  organization->enabled = false;
  BW_TRY(store::UpdateOrganization(tx, *organization));
  BW_TRY(store::RaiseGenerations(tx, rack.environment, rack.acme));
  BW_TRY(store::EndSessionsIn(tx, rack.environment, rack.acme, world.clock.Now()));
  return world.Announce(tx, EventType::kOrganizationUpdated, rack.environment, rack.acme.text);
}

base::Status EnableOrganizationAgain(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY(DisableOrganization(world, rack, tx));
  BW_TRY_ASSIGN(auto organization, store::FindOrganization(tx, rack.environment, rack.acme));
  organization->enabled = true;
  return store::UpdateOrganization(tx, *organization);
}

base::Status DisableEnvironment(World& world, const Rack& rack, store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto environment, store::FindEnvironment(tx, rack.environment));
  environment->enabled = false;
  BW_TRY(store::UpdateEnvironment(tx, *environment));
  return world.Announce(tx, EventType::kEnvironmentUpdated, rack.environment,
                        rack.environment.text);
}

base::Status ChangeSessions(World& world, const Rack& rack, store::WriteTx& tx, EventType type,
                            const std::function<void(model::Session&)>& change) {
  for (const auto& hung : rack.all()) {
    if (hung->session.empty()) continue;
    BW_TRY_ASSIGN(auto session, store::FindSession(tx, rack.environment, hung->session));
    change(*session);
    BW_TRY(store::UpdateSession(tx, *session));
    BW_TRY(world.Announce(tx, type, rack.environment, hung->session.text));
  }
  return {};
}

base::Status EndSessions(World& world, const Rack& rack, store::WriteTx& tx) {
  return ChangeSessions(world, rack, tx, EventType::kSessionEnded,
                        [&](model::Session& session) { session.ended_at = world.clock.Now(); });
}

base::Status AdvanceSessions(World& world, const Rack& rack, store::WriteTx& tx) {
  return ChangeSessions(world, rack, tx, EventType::kSessionRefreshed,
                        [](model::Session& session) { ++session.generation; });
}

base::Status RevokeKeys(World& world, const Rack& rack, store::WriteTx& tx) {
  for (const std::string_view name : {"user key", "environment key"}) {
    BW_TRY_ASSIGN(auto key, store::FindApiKeyByHash(tx, crypto::Sha256(rack.Get(name).text)));
    key->revoked_at = world.clock.Now();
    BW_TRY(store::UpdateApiKey(tx, *key));
    BW_TRY(world.Announce(tx, EventType::kApiKeyRevoked, rack.environment, key->id.text));
  }
  return {};
}

std::map<std::string, std::string> AllOf(const std::vector<std::string>& names,
                                         const std::string& reason) {
  std::map<std::string, std::string> reasons;
  for (const std::string& name : names) reasons[name] = reason;
  return reasons;
}

std::vector<Switch> Switches() {
  const std::vector<std::string> sessions = {"workmobile", "workos.client",   "teletracker",
                                             "workspan",   "oauth.reference", "oauth.jwt"};
  auto inactive =
      AllOf({"workmobile", "workos.client", "teletracker", "user key"}, "user_inactive");
  inactive.insert({{"basic", "invalid_credentials"}, {"integrator", "invalid_credentials"}});
  auto outside =
      AllOf({"workmobile", "workos.client", "teletracker", "user key"}, "membership_missing");
  outside.insert({{"basic", "invalid_credentials"}, {"integrator", "wrong_account"}});
  const std::vector<std::string> of_application = {"workspan", "oauth.reference", "oauth.jwt",
                                                   "token"};
  auto organization = AllOf({"user key", "token"}, "organization_disabled");
  organization.merge(AllOf(sessions, "session_ended"));
  auto environment = AllOf({"user key", "token"}, "environment_disabled");
  environment.merge(AllOf(sessions, "environment_disabled"));
  auto disabled = AllOf(of_application, "session_ended");
  disabled["token"] = "application_disabled";
  disabled["client secret"] = "invalid_client";
  auto revived_application = disabled;
  revived_application.erase("client secret");
  revived_application["token"] = "token_superseded";
  auto revived_organization = AllOf(sessions, "session_ended");
  revived_organization["token"] = "token_superseded";
  // The right password or secret must not be told apart while its organization is switched off.
  for (auto* reasons : {&organization, &environment}) {
    reasons->insert({{"basic", "invalid_credentials"}, {"integrator", "invalid_credentials"}});
  }
  organization["client secret"] = environment["client secret"] = "invalid_client";
  environment["environment key"] = "environment_disabled";
  return {
      {"user inactive", SetUserActive, inactive},
      {"password changed", ChangePassword, AllOf({"basic", "integrator"}, "invalid_credentials")},
      {"membership ended", EndMembership, outside},
      {"application disabled", DisableApplication, disabled},
      {"application disabled and enabled", EnableAgain, revived_application},
      {"organization disabled and enabled", EnableOrganizationAgain, revived_organization},
      {"token revoked", RevokeTokens, {{"token", "token_revoked"}}},
      {"secret removed", ReplaceSecret, {{"client secret", "invalid_client"}}},
      {"organization disabled", DisableOrganization, organization},
      {"environment disabled", DisableEnvironment, environment},
      {"sessions ended", EndSessions, AllOf(sessions, "session_ended")},
      {"sessions refreshed", AdvanceSessions, AllOf(sessions, "token_superseded")},
      {"keys revoked", RevokeKeys, AllOf({"user key", "environment key"}, "key_revoked")},
  };
}

// Empty where the switch does not concern the credential.
std::string ReasonFor(const Switch& thrown, const Hung& hung) {
  const auto reason = thrown.reasons.find(hung.name);
  return reason == thrown.reasons.end() ? std::string() : reason->second;
}

class Lifecycle : public ::testing::TestWithParam<Switch> {
 protected:
  void Throw() {
    Must(world_.store->Write(
        [&](store::WriteTx& tx) { return GetParam().throw_it(world_, rack_, tx); }));
  }
  Decision Ask(const Hung& hung) {
    return world_.verifier.Verify(hung.credential, question_, kPeer);
  }
  std::optional<Decision> TryCached(const Hung& hung) {
    return world_.verifier.TryCached(hung.credential, question_);
  }

  World world_;
  const Rack rack_{world_};
  const model::Need need_ = model::Need::Live();
  const Question question_{need_};
};

// Disabled users, organizations and accounts once kept working until their tokens ran out.
TEST_P(Lifecycle, SwitchIsHeededByTheVeryNextQuestion) {
  for (const auto& hung : rack_.all()) {
    ASSERT_TRUE(Ask(*hung).allowed()) << hung->name;
    const auto cached = TryCached(*hung);
    ASSERT_TRUE(cached && cached->allowed()) << hung->name;
  }
  Throw();
  for (const auto& hung : rack_.all()) {
    const std::string reason = ReasonFor(GetParam(), *hung);
    const auto cached = TryCached(*hung);
    EXPECT_TRUE(!cached || reason.empty()) << hung->name;
    const Decision decision = Ask(*hung);
    EXPECT_EQ(decision.allowed(), reason.empty()) << hung->name;
    EXPECT_FALSE(decision.unknown()) << hung->name;
    EXPECT_EQ(decision.error().reason, reason) << hung->name;
  }
}

// Without a remembered verdict the answer must be the same.
TEST_P(Lifecycle, SwitchIsHeededByTheFirstQuestion) {
  Throw();
  for (const auto& hung : rack_.all()) {
    const Decision decision = Ask(*hung);
    EXPECT_EQ(decision.error().reason, ReasonFor(GetParam(), *hung)) << hung->name;
    EXPECT_EQ(decision.allowed(), ReasonFor(GetParam(), *hung).empty()) << hung->name;
  }
}

// Clients go on with tokens that are over. What an administrator may undo is looked up each time.
TEST_P(Lifecycle, OnlyWhatIsOverForGoodIsRefusedFromMemory) {
  Throw();
  for (const auto& hung : rack_.all()) {
    const std::string reason = ReasonFor(GetParam(), *hung);
    if (reason.empty()) continue;
    EXPECT_FALSE(Ask(*hung).allowed());
    const auto cached = TryCached(*hung);
    EXPECT_EQ(cached.has_value(), OverReason(reason).has_value()) << hung->name;
    EXPECT_EQ(cached ? cached->error().reason : reason, reason) << hung->name;
  }
}

std::string NameOf(const ::testing::TestParamInfo<Switch>& info) {
  std::string name = info.param.name;
  for (char& c : name) c = c == ' ' ? '_' : c;
  return name;
}

INSTANTIATE_TEST_SUITE_P(Switches, Lifecycle, ::testing::ValuesIn(Switches()), NameOf);

TEST(LifecycleOfRoles, PermissionTakenFromARoleIsMissedAtOnce) {
  World world;
  const Rack rack(world);
  const model::Need need = model::Need::All({"forms:read"});
  const Hung& hung = rack.Get("teletracker");
  ASSERT_TRUE(world.verifier.Verify(hung.credential, {need}, kPeer).allowed());
  world.AddRole(rack.environment, "planner", {});
  Must(world.store->Write([&](store::WriteTx& tx) {
    return world.Announce(tx, EventType::kRoleUpdated, rack.environment, "planner");
  }));
  const Decision decision = world.verifier.Verify(hung.credential, {need}, kPeer);
  EXPECT_EQ(decision.error().code, base::Code::kDenied);
  EXPECT_EQ(decision.error().reason, "missing_permission");
}

// The user's key and password are credentials of its own and work again; no token does.
TEST(LifecycleOfUsers, ReactivationBringsBackNoToken) {
  World world;
  const Rack rack(world);
  const model::Need need = model::Need::Live();
  const auto set_active = [&](bool active) {
    Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, rack.environment, rack.ann));
      user->active = active;
      BW_TRY(store::UpdateUser(tx, *user));
      BW_TRY(store::EndSessionsOf(tx, rack.environment, model::SubjectKind::kUser, rack.ann.text,
                                  world.clock.Now()));
      return world.Announce(tx, EventType::kUserUpdated, rack.environment, rack.ann.text);
    }));
  };
  const auto allows = [&](std::string_view name) {
    return world.verifier.Verify(rack.Get(name).credential, {need}, kPeer).allowed();
  };
  ASSERT_TRUE(allows("workmobile") && allows("teletracker") && allows("user key"));
  for (const bool active : {false, true}) {
    set_active(active);
    EXPECT_FALSE(allows("workmobile"));
    EXPECT_FALSE(allows("teletracker"));
    EXPECT_EQ(allows("user key"), active);
  }
}

}  // namespace
}  // namespace bearward::verify
