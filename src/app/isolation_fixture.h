// The resources of the victims of isolation_test.cc.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "app/contract_fixture.h"

namespace bearward::app {

// IdsBySegment names the id of a victim for a path parameter, by the segment before it.
inline const std::map<std::string, std::string>& IdsBySegment() {
  static const std::map<std::string, std::string> kBySegment = {
      {"users", "user"},
      {"Users", "user"},
      {"bulkload", "integration"},
      {"status", "integration"},
      {"actions", "action"},
      {"api_keys", "key"},
      {"organization_api_keys", "organization_key"},
      {"signing_keys", "signing_key"},
      {"events", "event_number"},
      {"sessions", "session"},
      {"environments", "environment"},
      {"organizations", "organization"},
      {"policies", "policy"},
      {"denials", "denial"},
      {"reports", "partner_report_id"},
      {"integrations", "integration"},
      {"loads", "execution"},
      {"applications", "application"},
      {"access_profiles", "profile"},
      {"secrets", "secret"},
      {"Forms", "form"},
      {"object", "object"},
      {"objects", "object"},
      {"organization_domains", "domain"},
      {"roles", "role"},
      {"permissions", "permission"},
      {"feature-flags", "flag"},
      {"targets", "target"},
      {"redirect_uris", "redirect_uri"},
      {"email_verification", "verification"},
      {"magic_auth", "magic"},
      {"password_reset", "reset"},
      {"invitations", "invitation"},
      {"by_token", "invitation_token"},
      {"groups", "group"},
      {"organization-memberships", "membership"},
      {"organization_memberships", "membership"},
      {"external_id", "external"},
      {"emails", "email"},
      {"administrators", "administrator"},
      {"exports", "audit_export"},
      {"log_streams", "log_stream"},
      {"resources", "resource"},
      {"{resource_type_slug}", "resource_external"},
      {"role_assignments", "role_assignment"},
      {"completedrecords", "record"},
      {"JobTypes", "job_type"},
      {"Jobs", "job"},
      {"webhook_endpoints", "endpoint"},
      {"webhook_subscribers", "subscriber"},
      {"subscriber", "subscriber"},
      {"external", "notification"},
      {"event", "event"},
      {"integration", "integration"},
      {"deliveries", "delivery"},
      {"allocate", "mobile_user"},
      {"allocateToUserGroup", "user_group"}};
  return kBySegment;
}

// IdFor returns the name of the id for a path parameter, by the segment before it.
inline std::string IdFor(const std::string& before, const std::string& parameter) {
  if (parameter == "{resource_type_slug}") return "resource_type";
  if (parameter == "{reportId}") return "partner_report";
  if (parameter == "{viewId}") return "view";
  const auto found = IdsBySegment().find(before);
  EXPECT_NE(found, IdsBySegment().end())
      << "No id is known for {" << parameter << "} after " << before << ": add one to IdFor.";
  return found == IdsBySegment().end() ? "" : found->second;
}

// NameOfId is IdFor, except where the pattern decides: the roles of an organization have another
// id than those of the environment, and the keys of /v1 are those of logins.
inline std::string NameOfId(const std::string& pattern, const std::string& before,
                            const std::string& parameter) {
  if (before == "roles" && pattern.find("/organizations/") != std::string::npos) {
    return "organization_role";
  }
  if (pattern.starts_with("/api_keys/")) return "organization_key";
  if (pattern.starts_with("/passwordless/")) return "link";
  if (pattern.starts_with("/audit_logs/actions/")) return "audit_action";
  if (before == "role_assignments" && pattern.find("/groups/") != std::string::npos) {
    return "group_role_assignment";
  }
  return IdFor(before, parameter);
}

}  // namespace bearward::app
