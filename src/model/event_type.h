// EventType: the events of the log. event.cc has the properties of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace bearward::model {

// EventType lists all events. event.cc defines the dotted name of each and which cached verdicts it
// invalidates.
enum class EventType : std::uint8_t {
  kEnvironmentCreated,
  kEnvironmentUpdated,
  kOrganizationCreated,
  kOrganizationUpdated,
  kRoleCreated,
  kRoleUpdated,
  kAccessProfileCreated,
  kAccessProfileUpdated,
  kUserCreated,
  kUserUpdated,
  kUserPasswordChanged,
  kApplicationCreated,
  kApplicationUpdated,
  kApplicationSecretReset,
  kApiKeyCreated,
  kApiKeyUpdated,
  kApiKeyRevoked,
  kSessionCreated,
  kSessionRefreshed,
  kSessionEnded,
  kSessionReuseDetected,
  kLoginFailed,
  kLoginLocked,
  kObjectCreated,
  kObjectUpdated,
  kObjectLinked,
  kObjectAudited,
  kSigningKeyCreated,
  kSigningKeyRetired,
  kPolicyCreated,
  kPolicyUpdated,
  kPolicyDeleted,
  kApplicationSecretAdded,
  kApplicationSecretRemoved,
  kTokenIssued,
  kTokenRevoked,
  kLoginUnlocked,
  kLoginThrottled,
  kClientFailed,
  kClientThrottled,
  kAccessDenied,
  kOrganizationDomainCreated,
  kOrganizationDomainUpdated,
  kOrganizationDomainDeleted,
  kOrganizationDomainVerified,
  kOrganizationDeleted,
  kAccessProfileDeleted,
  kApplicationDeleted,
  kPermissionCreated,
  kPermissionUpdated,
  kPermissionDeleted,
  kRoleDeleted,
  kOrganizationRoleCreated,
  kOrganizationRoleUpdated,
  kOrganizationRoleDeleted,
  kGroupCreated,
  kGroupUpdated,
  kGroupDeleted,
  kGroupMemberAdded,
  kGroupMemberRemoved,
  kFlagCreated,
  kFlagUpdated,
  kFlagDeleted,
  kFlagRuleUpdated,
  kRedirectUriCreated,
  kRedirectUriUpdated,
  kRedirectUriDeleted,
  kCorsOriginCreated,
  kCorsOriginUpdated,
  kCorsOriginDeleted,
  kJwtTemplateUpdated,
  kUserDeleted,
  kOrganizationMembershipCreated,
  kOrganizationMembershipUpdated,
  kOrganizationMembershipDeleted,
  kEmailVerificationCreated,
  kMagicAuthCreated,
  kPasswordResetCreated,
  kPasswordResetSucceeded,
  kEmailChangeCreated,
  kPasswordlessSessionCreated,
  kPasswordlessSessionSent,
  kInvitationCreated,
  kInvitationAccepted,
  kInvitationRevoked,
  kInvitationResent,
  kResourceTypeCreated,
  kResourceTypeUpdated,
  kAuthorizationResourceCreated,
  kAuthorizationResourceUpdated,
  kAuthorizationResourceDeleted,
  kRoleAssignmentCreated,
  kRoleAssignmentUpdated,
  kRoleAssignmentDeleted,
  kGroupRoleAssignmentCreated,
  kGroupRoleAssignmentUpdated,
  kGroupRoleAssignmentDeleted,
  kAuditLogSchemaCreated,
  kAuditLogActionUpdated,
  kAuditLogExportCreated,
  kWebhookEndpointCreated,
  kWebhookEndpointUpdated,
  kWebhookEndpointDeleted,
  kApiKeyExpiring,
  kLogStreamCreated,
  kLogStreamUpdated,
  kLogStreamDeleted,
  kLoginSucceeded,
  kAdministratorAdded,
  kAdministratorRemoved,
  kMasqueradeStarted,
  kCount_,
};

// EventName returns the dotted name that is stored and published, for example "session.refreshed".
std::string_view EventName(EventType type);
// ParseEventName is its inverse.
std::optional<EventType> ParseEventName(std::string_view name);

// Invalidation says which cached verdicts an event invalidates.
enum class Invalidation : std::uint8_t {
  kNone,
  kTarget,       // those that refer to the target of the event
  kTenant,       // all in the organization of the event: a membership
  kEnvironment,  // all of the environment: a role or profile affects many subjects
};
Invalidation InvalidationOf(EventType type);

}  // namespace bearward::model
