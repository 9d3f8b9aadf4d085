// The matrix of credential kinds and lifecycle switches. Each credential is first allowed and
// cached; then the switch is applied; and the very next question must be denied.
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
#include "testing/credential_set.h"
#include "verify/refusal.h"

namespace bearward::verify {
namespace {

using model::EventType;
using testing::CredentialSet;
using testing::Must;
using testing::TestCredential;
using testing::TestServer;

constexpr std::string_view kPeer = "192.0.2.1";

// The row changes of a switch, the events that it appends, and the reason with which each
// credential is then denied. A credential without a reason is not affected.
struct Switch {
  std::string name;
  std::function<base::Status(TestServer&, const CredentialSet&, store::WriteTx&)> throw_it;
  std::map<std::string, std::string> reasons;
};

// Changes both users: a switch must affect the integrator's credential as it affects ann's.
base::Status ChangeUsers(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx,
                         EventType type,
                         const std::function<base::Status(const model::UserId&)>& change) {
  for (const model::UserId& id : {credentials.ann, credentials.ian}) {
    BW_TRY(change(id));
    BW_TRY(world.Announce(tx, type, credentials.environment, id.text));
  }
  return {};
}

base::Status SetUserActive(TestServer& world, const CredentialSet& credentials,
                           store::WriteTx& tx) {
  const auto deactivate = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, credentials.environment, id));
    user->active = false;
    return store::UpdateUser(tx, *user);
  };
  return ChangeUsers(world, credentials, tx, EventType::kUserUpdated, deactivate);
}

base::Status ChangePassword(TestServer& world, const CredentialSet& credentials,
                            store::WriteTx& tx) {
  const auto replace = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, credentials.environment, id));
    user->password_hash =
        Must(world.passwords->Hash(base::Secret(std::string_view("another password"))));
    return store::UpdateUser(tx, *user);
  };
  return ChangeUsers(world, credentials, tx, EventType::kUserPasswordChanged, replace);
}

base::Status EndMembership(TestServer& world, const CredentialSet& credentials,
                           store::WriteTx& tx) {
  const auto leave = [&](const model::UserId& id) -> base::Status {
    BW_TRY_ASSIGN(const auto membership,
                  store::FindMembership(tx, credentials.environment, id, credentials.acme));
    return store::DeleteMembership(tx, *membership);
  };
  return ChangeUsers(world, credentials, tx, EventType::kUserUpdated, leave);
}

// Ends the sessions and raises the generation, as every verb that disables an application does:
// earlier tokens never become valid again.
base::Status DisableApplication(TestServer& world, const CredentialSet& credentials,
                                store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto application,
                store::FindApplication(tx, credentials.environment, credentials.exporter));
  application->enabled = false;
  ++application->generation;
  BW_TRY(store::UpdateApplication(tx, *application));
  BW_TRY(store::EndSessionsOf(tx, credentials.environment, model::SubjectKind::kApplication,
                              credentials.exporter.text, world.clock.Now()));
  return world.Announce(tx, EventType::kApplicationUpdated, credentials.environment,
                        credentials.exporter.text);
}

base::Status EnableAgain(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx) {
  BW_TRY(DisableApplication(world, credentials, tx));
  BW_TRY_ASSIGN(auto application,
                store::FindApplication(tx, credentials.environment, credentials.exporter));
  application->enabled = true;
  return store::UpdateApplication(tx, *application);
}

base::Status RevokeTokens(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx) {
  const std::string& id = credentials.Get("token").id;
  BW_TRY(store::RevokeToken(tx, credentials.environment, id, world.clock.Now()));
  return world.Announce(tx, EventType::kTokenRevoked, credentials.environment, id);
}

base::Status ReplaceSecret(TestServer& world, const CredentialSet& credentials,
                           store::WriteTx& tx) {
  BW_TRY(store::DeleteSecrets(tx, credentials.environment, credentials.exporter));
  return world.Announce(tx, EventType::kApplicationSecretReset, credentials.environment,
                        credentials.exporter.text);
}

base::Status DisableOrganization(TestServer& world, const CredentialSet& credentials,
                                 store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto organization,
                store::FindOrganization(tx, credentials.environment, credentials.acme));
  organization->enabled = false;
  BW_TRY(store::UpdateOrganization(tx, *organization));
  BW_TRY(store::RaiseGenerations(tx, credentials.environment, credentials.acme));
  BW_TRY(store::EndSessionsIn(tx, credentials.environment, credentials.acme, world.clock.Now()));
  return world.Announce(tx, EventType::kOrganizationUpdated, credentials.environment,
                        credentials.acme.text);
}

base::Status EnableOrganizationAgain(TestServer& world, const CredentialSet& credentials,
                                     store::WriteTx& tx) {
  BW_TRY(DisableOrganization(world, credentials, tx));
  BW_TRY_ASSIGN(auto organization,
                store::FindOrganization(tx, credentials.environment, credentials.acme));
  organization->enabled = true;
  return store::UpdateOrganization(tx, *organization);
}

base::Status DisableEnvironment(TestServer& world, const CredentialSet& credentials,
                                store::WriteTx& tx) {
  BW_TRY_ASSIGN(auto environment, store::FindEnvironment(tx, credentials.environment));
  environment->enabled = false;
  BW_TRY(store::UpdateEnvironment(tx, *environment));
  return world.Announce(tx, EventType::kEnvironmentUpdated, credentials.environment,
                        credentials.environment.text);
}

base::Status ChangeSessions(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx,
                            EventType type, const std::function<void(model::Session&)>& change) {
  for (const auto& hung : credentials.all()) {
    if (hung->session.empty()) continue;
    BW_TRY_ASSIGN(auto session, store::FindSession(tx, credentials.environment, hung->session));
    change(*session);
    BW_TRY(store::UpdateSession(tx, *session));
    BW_TRY(world.Announce(tx, type, credentials.environment, hung->session.text));
  }
  return {};
}

base::Status EndSessions(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx) {
  return ChangeSessions(world, credentials, tx, EventType::kSessionEnded,
                        [&](model::Session& session) { session.ended_at = world.clock.Now(); });
}

base::Status AdvanceSessions(TestServer& world, const CredentialSet& credentials,
                             store::WriteTx& tx) {
  return ChangeSessions(world, credentials, tx, EventType::kSessionRefreshed,
                        [](model::Session& session) { ++session.generation; });
}

base::Status RevokeKeys(TestServer& world, const CredentialSet& credentials, store::WriteTx& tx) {
  for (const std::string_view name : {"user key", "environment key"}) {
    BW_TRY_ASSIGN(auto key,
                  store::FindApiKeyByHash(tx, crypto::Sha256(credentials.Get(name).text)));
    key->revoked_at = world.clock.Now();
    BW_TRY(store::UpdateApiKey(tx, *key));
    BW_TRY(world.Announce(tx, EventType::kApiKeyRevoked, credentials.environment, key->id.text));
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
  const std::vector<std::string> sessions = {"workmobile",  "workos.client", "workos.widget",
                                             "teletracker", "workspan",      "oauth.reference",
                                             "oauth.jwt"};
  auto inactive = AllOf({"workmobile", "workos.client", "workos.widget", "teletracker", "user key"},
                        "user_inactive");
  inactive.insert({{"basic", "invalid_credentials"}, {"integrator", "invalid_credentials"}});
  auto outside = AllOf({"workmobile", "workos.client", "workos.widget", "teletracker", "user key"},
                       "membership_missing");
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
  // The response must not show whether the password or secret is right while the organization is
  // disabled.
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

// Empty if the switch does not affect the credential.
std::string ReasonFor(const Switch& thrown, const TestCredential& hung) {
  const auto reason = thrown.reasons.find(hung.name);
  return reason == thrown.reasons.end() ? std::string() : reason->second;
}

class Lifecycle : public ::testing::TestWithParam<Switch> {
 protected:
  void Throw() {
    Must(world_.store->Write(
        [&](store::WriteTx& tx) { return GetParam().throw_it(world_, credentials_, tx); }));
  }
  Decision Ask(const TestCredential& hung) {
    return world_.verifier.Verify(hung.credential, question_, kPeer);
  }
  std::optional<Decision> TryCached(const TestCredential& hung) {
    return world_.verifier.TryCached(hung.credential, question_);
  }

  TestServer world_;
  const CredentialSet credentials_{world_};
  const model::Need need_ = model::Need::Live();
  const Question question_{need_};
};

// A disabled user, organization or account must not work until its tokens expire.
TEST_P(Lifecycle, ASwitchAppliesToTheNextQuestion) {
  for (const auto& hung : credentials_.all()) {
    ASSERT_TRUE(Ask(*hung).allowed()) << hung->name;
    const auto cached = TryCached(*hung);
    ASSERT_TRUE(cached && cached->allowed()) << hung->name;
  }
  Throw();
  for (const auto& hung : credentials_.all()) {
    const std::string reason = ReasonFor(GetParam(), *hung);
    const auto cached = TryCached(*hung);
    EXPECT_TRUE(!cached || reason.empty()) << hung->name;
    const Decision decision = Ask(*hung);
    EXPECT_EQ(decision.allowed(), reason.empty()) << hung->name;
    EXPECT_FALSE(decision.unknown()) << hung->name;
    EXPECT_EQ(decision.error().reason, reason) << hung->name;
  }
}

// The answer must be the same on a cache miss.
TEST_P(Lifecycle, ASwitchAppliesToTheFirstQuestion) {
  Throw();
  for (const auto& hung : credentials_.all()) {
    const Decision decision = Ask(*hung);
    EXPECT_EQ(decision.error().reason, ReasonFor(GetParam(), *hung)) << hung->name;
    EXPECT_EQ(decision.allowed(), ReasonFor(GetParam(), *hung).empty()) << hung->name;
  }
}

// Clients keep sending expired tokens. A state that an administrator can undo is looked up each
// time.
TEST_P(Lifecycle, OnlyPermanentRefusalsAreAnsweredFromMemory) {
  Throw();
  for (const auto& hung : credentials_.all()) {
    const std::string reason = ReasonFor(GetParam(), *hung);
    if (reason.empty()) continue;
    EXPECT_FALSE(Ask(*hung).allowed());
    const auto cached = TryCached(*hung);
    const auto refusal = ParseRefusal(reason);
    ASSERT_TRUE(refusal) << reason;
    EXPECT_EQ(cached.has_value(), IsPermanent(*refusal)) << hung->name;
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
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::All({"forms:read"});
  const TestCredential& hung = credentials.Get("teletracker");
  ASSERT_TRUE(world.verifier.Verify(hung.credential, {need}, kPeer).allowed());
  world.AddRole(credentials.environment, "planner", {});
  Must(world.store->Write([&](store::WriteTx& tx) {
    return world.Announce(tx, EventType::kRoleUpdated, credentials.environment, "planner");
  }));
  const Decision decision = world.verifier.Verify(hung.credential, {need}, kPeer);
  EXPECT_EQ(decision.error().code, base::Code::kDenied);
  EXPECT_EQ(decision.error().reason, "missing_permission");
}

// The API key and the password of the user work again after reactivation; no token does.
TEST(LifecycleOfUsers, ReactivationBringsBackNoToken) {
  TestServer world;
  const CredentialSet credentials(world);
  const model::Need need = model::Need::Live();
  const auto set_active = [&](bool active) {
    Must(world.store->Write([&](store::WriteTx& tx) -> base::Status {
      BW_TRY_ASSIGN(auto user, store::FindUser(tx, credentials.environment, credentials.ann));
      user->active = active;
      BW_TRY(store::UpdateUser(tx, *user));
      BW_TRY(store::EndSessionsOf(tx, credentials.environment, model::SubjectKind::kUser,
                                  credentials.ann.text, world.clock.Now()));
      return world.Announce(tx, EventType::kUserUpdated, credentials.environment,
                            credentials.ann.text);
    }));
  };
  const auto allows = [&](std::string_view name) {
    return world.verifier.Verify(credentials.Get(name).credential, {need}, kPeer).allowed();
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
