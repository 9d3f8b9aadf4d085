#include "model/event.h"

#include <algorithm>
#include <array>

#include "json/writer.h"
#include "model/event_names.h"
#include "model/impersonator.h"

namespace bearward::model {
namespace {

struct Row {
  EventType type;
  std::string_view name;
  Invalidation invalidation;
};

using enum Invalidation;

constexpr std::array<Row, static_cast<std::size_t>(EventType::kCount_)> kRows = {{
    {EventType::kEnvironmentCreated, "environment.created", kNone},
    {EventType::kEnvironmentUpdated, "environment.updated", kEnvironment},
    {EventType::kOrganizationCreated, "organization.created", kNone},
    {EventType::kOrganizationUpdated, "organization.updated", kTarget},
    {EventType::kRoleCreated, "role.created", kEnvironment},
    {EventType::kRoleUpdated, "role.updated", kEnvironment},
    {EventType::kAccessProfileCreated, "access_profile.created", kEnvironment},
    {EventType::kAccessProfileUpdated, "access_profile.updated", kEnvironment},
    {EventType::kUserCreated, "user.created", kNone},
    {EventType::kUserUpdated, "user.updated", kTarget},
    {EventType::kUserPasswordChanged, "user.password_changed", kTarget},
    {EventType::kApplicationCreated, "application.created", kNone},
    {EventType::kApplicationUpdated, "application.updated", kTarget},
    {EventType::kApplicationSecretReset, "application.secret_reset", kTarget},
    {EventType::kApiKeyCreated, "api_key.created", kNone},
    {EventType::kApiKeyUpdated, "api_key.updated", kTarget},
    {EventType::kApiKeyRevoked, "api_key.revoked", kTarget},
    {EventType::kSessionCreated, "session.created", kNone},
    {EventType::kSessionRefreshed, "session.refreshed", kTarget},
    {EventType::kSessionEnded, "session.ended", kTarget},
    {EventType::kSessionReuseDetected, "session.reuse_detected", kTarget},
    {EventType::kLoginFailed, "login.failed", kNone},
    {EventType::kLoginLocked, "login.locked", kTarget},
    {EventType::kObjectCreated, "object.created", kNone},
    {EventType::kObjectUpdated, "object.updated", kNone},
    {EventType::kObjectLinked, "object.linked", kNone},
    {EventType::kObjectAudited, "object.audited", kNone},
    {EventType::kSigningKeyCreated, "signing_key.created", kNone},
    {EventType::kSigningKeyRetired, "signing_key.retired", kEnvironment},
    // No cached verdict depends on a policy, so policy events invalidate none.
    {EventType::kPolicyCreated, "policy.created", kNone},
    {EventType::kPolicyUpdated, "policy.updated", kNone},
    {EventType::kPolicyDeleted, "policy.deleted", kNone},
    {EventType::kApplicationSecretAdded, "application.secret_added", kTarget},
    {EventType::kApplicationSecretRemoved, "application.secret_removed", kTarget},
    {EventType::kTokenIssued, "token.issued", kNone},
    {EventType::kTokenRevoked, "token.revoked", kTarget},
    {EventType::kLoginUnlocked, "login.unlocked", kNone},
    {EventType::kLoginThrottled, "login.throttled", kNone},
    {EventType::kClientFailed, "client.authentication_failed", kNone},
    {EventType::kClientThrottled, "client.throttled", kNone},
    {EventType::kAccessDenied, "access.denied", kNone},
    // No cached verdict depends on a domain.
    {EventType::kOrganizationDomainCreated, "organization_domain.created", kNone},
    {EventType::kOrganizationDomainUpdated, "organization_domain.updated", kNone},
    {EventType::kOrganizationDomainDeleted, "organization_domain.deleted", kNone},
    {EventType::kOrganizationDomainVerified, "organization_domain.verified", kNone},
    {EventType::kOrganizationDeleted, "organization.deleted", kTarget},
    {EventType::kAccessProfileDeleted, "access_profile.deleted", kEnvironment},
    {EventType::kApplicationDeleted, "application.deleted", kTarget},
    // A permission that is deleted is removed from its roles, each with an event of its own.
    {EventType::kPermissionCreated, "permission.created", kNone},
    {EventType::kPermissionUpdated, "permission.updated", kNone},
    {EventType::kPermissionDeleted, "permission.deleted", kNone},
    {EventType::kRoleDeleted, "role.deleted", kEnvironment},
    {EventType::kOrganizationRoleCreated, "organization_role.created", kEnvironment},
    {EventType::kOrganizationRoleUpdated, "organization_role.updated", kEnvironment},
    {EventType::kOrganizationRoleDeleted, "organization_role.deleted", kEnvironment},
    // No cached verdict depends on a group or a flag.
    {EventType::kGroupCreated, "group.created", kNone},
    {EventType::kGroupUpdated, "group.updated", kNone},
    {EventType::kGroupDeleted, "group.deleted", kNone},
    {EventType::kGroupMemberAdded, "group.member_added", kNone},
    {EventType::kGroupMemberRemoved, "group.member_removed", kNone},
    {EventType::kFlagCreated, "flag.created", kNone},
    {EventType::kFlagUpdated, "flag.updated", kNone},
    {EventType::kFlagDeleted, "flag.deleted", kNone},
    {EventType::kFlagRuleUpdated, "flag.rule_updated", kNone},
    // No cached verdict depends on the settings of the sign-in.
    {EventType::kRedirectUriCreated, "redirect_uri.created", kNone},
    {EventType::kRedirectUriUpdated, "redirect_uri.updated", kNone},
    {EventType::kRedirectUriDeleted, "redirect_uri.deleted", kNone},
    {EventType::kCorsOriginCreated, "cors_origin.created", kNone},
    {EventType::kCorsOriginUpdated, "cors_origin.updated", kNone},
    {EventType::kCorsOriginDeleted, "cors_origin.deleted", kNone},
    {EventType::kJwtTemplateUpdated, "jwt_template.updated", kNone},
    {EventType::kUserDeleted, "user.deleted", kTarget},
    {EventType::kOrganizationMembershipCreated, "organization_membership.created", kTenant},
    {EventType::kOrganizationMembershipUpdated, "organization_membership.updated", kTenant},
    {EventType::kOrganizationMembershipDeleted, "organization_membership.deleted", kTenant},
    // A code or an invitation that is used has an event about the user or the membership, too.
    {EventType::kEmailVerificationCreated, "email_verification.created", kNone},
    {EventType::kMagicAuthCreated, "magic_auth.created", kNone},
    {EventType::kPasswordResetCreated, "password_reset.created", kNone},
    {EventType::kPasswordResetSucceeded, "password_reset.succeeded", kNone},
    {EventType::kEmailChangeCreated, "email_change.created", kNone},
    {EventType::kPasswordlessSessionCreated, "passwordless_session.created", kNone},
    {EventType::kPasswordlessSessionSent, "passwordless_session.sent", kNone},
    {EventType::kInvitationCreated, "invitation.created", kNone},
    {EventType::kInvitationAccepted, "invitation.accepted", kNone},
    {EventType::kInvitationRevoked, "invitation.revoked", kNone},
    {EventType::kInvitationResent, "invitation.resent", kNone},
    // Access checks read the store, and tokens have the roles of the membership only.
    {EventType::kResourceTypeCreated, "resource_type.created", kNone},
    {EventType::kResourceTypeUpdated, "resource_type.updated", kNone},
    {EventType::kAuthorizationResourceCreated, "authorization_resource.created", kNone},
    {EventType::kAuthorizationResourceUpdated, "authorization_resource.updated", kNone},
    {EventType::kAuthorizationResourceDeleted, "authorization_resource.deleted", kNone},
    {EventType::kRoleAssignmentCreated, "role_assignment.created", kNone},
    {EventType::kRoleAssignmentUpdated, "role_assignment.updated", kNone},
    {EventType::kRoleAssignmentDeleted, "role_assignment.deleted", kNone},
    {EventType::kGroupRoleAssignmentCreated, "group_role_assignment.created", kNone},
    {EventType::kGroupRoleAssignmentUpdated, "group_role_assignment.updated", kNone},
    {EventType::kGroupRoleAssignmentDeleted, "group_role_assignment.deleted", kNone},
    {EventType::kAuditLogSchemaCreated, "audit_log_schema.created", kNone},
    {EventType::kAuditLogActionUpdated, "audit_log_action.updated", kNone},
    {EventType::kAuditLogExportCreated, "audit_log_export.created", kNone},
    // No cached verdict depends on an endpoint or a stream.
    {EventType::kWebhookEndpointCreated, "webhook_endpoint.created", kNone},
    {EventType::kWebhookEndpointUpdated, "webhook_endpoint.updated", kNone},
    {EventType::kWebhookEndpointDeleted, "webhook_endpoint.deleted", kNone},
    {EventType::kApiKeyExpiring, "api_key.expiring", kNone},
    {EventType::kLogStreamCreated, "log_stream.created", kNone},
    {EventType::kLogStreamUpdated, "log_stream.updated", kNone},
    {EventType::kLogStreamDeleted, "log_stream.deleted", kNone},
    {EventType::kLoginSucceeded, "login.succeeded", kNone},
    // Further administrators change no cached verdict; the sessions of a removed one end.
    {EventType::kAdministratorAdded, "administrator.added", kNone},
    {EventType::kAdministratorRemoved, "administrator.removed", kTarget},
    {EventType::kMasqueradeStarted, "masquerade.started", kNone},
}};

constexpr bool RowsAreInOrder() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].type) != i) return false;
  }
  return true;
}
static_assert(RowsAreInOrder(), "the rows follow the enumeration");

// WithImpersonator adds who acted as the actor to the data of an event, so that no event of such a
// session lacks it.
std::string WithImpersonator(const Impersonator& impersonator, const EnvironmentId& here,
                             std::string_view data) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject();
  WriteImpersonator(writer, impersonator, here);
  writer.EndObject();
  if (data == "{}") return text;
  text.back() = ',';
  return text.append(data.substr(1));
}

}  // namespace

std::string_view EventName(EventType type) { return kRows.at(static_cast<std::size_t>(type)).name; }

std::optional<EventType> ParseEventName(std::string_view name) {
  const auto found = std::ranges::find(kRows, name, &Row::name);
  if (found == kRows.end()) return std::nullopt;
  return found->type;
}

std::span<const std::string_view> EventNames() {
  static constexpr auto kNames = [] {
    std::array<std::string_view, kRows.size()> names;
    for (std::size_t i = 0; i < kRows.size(); ++i) names[i] = kRows[i].name;
    return names;
  }();
  return kNames;
}

Invalidation InvalidationOf(EventType type) {
  return kRows.at(static_cast<std::size_t>(type)).invalidation;
}

Event EventBy::Make(EventType type, std::string_view target,
                    const std::optional<OrganizationId>& organization, std::string data) const& {
  return EventBy(*this).Make(type, target, organization, std::move(data));
}

// A key of an environment acts for no organization: its organization id is empty.
Event EventBy::Make(EventType type, std::string_view target,
                    const std::optional<OrganizationId>& organization, std::string data) && {
  if (actor_.impersonator) data = WithImpersonator(*actor_.impersonator, environment_, data);
  return {.environment = std::move(environment_),
          .organization = organization && !organization->empty() ? organization : std::nullopt,
          .type = type,
          .actor = std::move(actor_),
          .target = std::string(target),
          .at = at_,
          .data = std::move(data)};
}

Event EventBy::OfSession(EventType type, const Session& session) const {
  std::string data;
  json::Writer(data)
      .BeginObject()
      .Key("profile")
      .String(session.profile)
      .Key("subject_kind")
      .String(base::Word(session.subject_kind))
      .Key("subject_id")
      .String(session.subject_id)
      .EndObject();
  return Make(type, session.id.text, session.organization, std::move(data));
}

Actor SubjectOf(const Session& session, Origin origin) {
  return {.kind = std::string(base::Word(session.subject_kind)),
          .id = session.subject_id,
          .credential_id = session.id.text,
          .origin = std::move(origin),
          .impersonator = session.impersonator};
}

}  // namespace bearward::model
