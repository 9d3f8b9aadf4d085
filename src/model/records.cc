#include "model/records.h"

#include "model/access_profile.h"
#include "model/application.h"
#include "model/audit_log.h"
#include "model/authorization_resource.h"
#include "model/cors_origin.h"
#include "model/email.h"
#include "model/feature_flag.h"
#include "model/group.h"
#include "model/invitation.h"
#include "model/log_stream.h"
#include "model/membership.h"
#include "model/organization.h"
#include "model/organization_api_key.h"
#include "model/organization_domain.h"
#include "model/permission.h"
#include "model/policy_record.h"
#include "model/redirect_uri.h"
#include "model/resource_type.h"
#include "model/role.h"
#include "model/user.h"
#include "model/webhook_delivery.h"
#include "model/webhook_endpoint.h"

namespace bearward::model {

std::span<const Record* const> AllRecords() {
  static constexpr const Record* kRecords[] = {
      &kAccessProfile,
      &kApplicationRecord,
      &kAuditLogAction,
      &kAuditLogEvent,
      &kAuditLogExport,
      &kAuditLogSchema,
      &kAuthorizationResource,
      &kCorsOrigin,
      &kEmailRecord,
      &kFeatureFlag,
      &kGroup,
      &kInvitation,
      &kLogStream,
      &kMembership,
      &kOrganization,
      &kOrganizationApiKey,
      &kOrganizationDomain,
      &kOrganizationRole,
      &kPermissionRecord,
      &kPolicy,
      &kRedirectUri,
      &kResourceType,
      &kRole,
      &kUserRecord,
      &kWebhookAttempt,
      &kWebhookDelivery,
      &kWebhookEndpoint,
      &kWebhookSubscriber,
  };
  return kRecords;
}

}  // namespace bearward::model
