// The routes that answer with a credential: a session in which another user acts as the subject
// must not get one, because it would outlive that session (docs/masquerade.md).
#include <set>
#include <string>
#include <string_view>

#include "app/contract_fixture.h"

namespace bearward::app {
namespace {

using InPerson = ContractFixture;

constexpr std::string_view kCredentialMembers[] = {
    "value",        "secret",        "client_secret", "api_key", "token",
    "access_token", "refresh_token", "code",          "link",    "password_reset_token"};

// The answers of these have such a member that is no credential, or one that a masquerade may read.
const std::set<std::string_view>& Exceptions() {
  static const std::set<std::string_view> kExceptions = {
      // An invitation makes a new login, and its event names who acted.
      "workos.list_invitations", "workos.create_invitation", "workos.read_invitation",
      "workos.accept_invitation", "workos.resend_invitation", "workos.revoke_invitation",
      "workos.read_invitation_by_token",
      // The secret of a receiver signs what is sent to it. It is no credential of this server.
      "workos.list_webhook_endpoints", "workos.create_webhook_endpoint",
      "workos.update_webhook_endpoint", "v1.roll_webhook_secret", "v1.list_webhook_subscribers",
      "v1.read_webhook_subscriber", "v1.update_webhook_subscriber", "v1.roll_subscriber_secret",
      // The value is shown only by the route that makes the key or the secret.
      "v1.read_user_api_key", "v1.read_api_key", "v1.change_api_key",
      "v1.list_environment_api_keys", "v1.list_application_secrets", "workos.validate_api_key",
      // The word has another meaning: the code of an error, or whether a setting is secret.
      "v1.read_denial", "v1.verify_batch", "v1.list_settings"};
  return kExceptions;
}

bool HasCredential(const json::Schema& schema) {
  for (const std::string_view member : kCredentialMembers) {
    if (schema.Find(member) != nullptr) return true;
  }
  if (schema.items != nullptr && HasCredential(*schema.items)) return true;
  for (const json::Property& member : schema.members) {
    if (HasCredential(member.schema)) return true;
  }
  for (const json::Schema& choice : schema.choices) {
    if (HasCredential(choice)) return true;
  }
  return false;
}

TEST_F(InPerson, IsRequiredWhereAnAnswerIsACredential) {
  std::set<std::string_view> excepted;
  for (const door::Route& route : core_->door().routes()) {
    if (!route.guard.session_cookie || route.guard.in_person || route.contract == nullptr) continue;
    for (const door::Success& success : route.contract->successes) {
      if (success.schema == nullptr || !HasCredential(*success.schema)) continue;
      excepted.insert(route.operation);
    }
  }
  EXPECT_EQ(excepted, Exceptions());
}

}  // namespace
}  // namespace bearward::app
