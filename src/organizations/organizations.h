// Organizations: the tenants of an environment.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/caller.h"
#include "model/organization.h"
#include "model/rate_limit.h"
#include "organizations/domains.h"
#include "resource/verbs.h"

namespace bearward::organizations {

// kReadOrganization is the permission of a member to read its organization and what belongs to it.
inline constexpr std::string_view kReadOrganization = "organizations:read";

// NewDomain is a domain that an organization shall have.
struct NewDomain {
  std::string domain;
  model::DomainState state = model::DomainState::kPending;
};

// IdempotentRequest is a request to make an organization with an idempotency key. `body` has
// everything that the request asks for. Both must outlive the request.
struct IdempotentRequest {
  std::string_view key;
  std::string_view body;
};

// Organizations adds the rules of tenants to the verbs of the resource. It is safe from any thread.
// Only a caller that acts for the environment may perform its operations, except Read. An
// organization of another environment is kNotFound "organization_not_found", like an unknown one.
// Deleting or disabling one revokes all its tokens permanently (incident class B4); deleting also
// removes its memberships, applications, objects and domains.
class Organizations : public resource::VerbsOf<model::Organization> {
 public:
  // Organizations keeps a reference to the domains.
  Organizations(const resource::Parts& parts, const Domains& domains);

  // CreateOnce is Create for a request with an idempotency key. The same request within 24 hours
  // returns the same organization and writes nothing, unless the organization or its domains have
  // changed since; then it makes another one. kInvalid "idempotency_key_reused" for another request
  // with the key, and "invalid_idempotency_key".
  base::Result<model::AnyRow> CreateOnce(const model::Caller& caller, const model::AnyRow& row,
                                         const Also& also, const IdempotentRequest& request) const;
  // Read returns an organization to a caller that acts for the environment, and to a member of it
  // with kReadOrganization. For a member every other organization is kNotFound.
  base::Result<model::Organization> Read(const model::Caller& caller,
                                         const resource::Address& at) const;
  // SetEnabled enables or disables a tenant. No earlier token is valid after it is enabled again.
  base::Status SetEnabled(const model::Caller& caller, const model::OrganizationId& organization,
                          bool enabled) const;
  // SetRateLimit sets or removes the rate limit of a whole tenant, from the next request on.
  base::Status SetRateLimit(const model::Caller& caller, const model::OrganizationId& organization,
                            const std::optional<model::RateLimit>& limit) const;
  // SetAuditLogsRetention sets how long the events of its audit log are kept. kInvalid
  // "invalid_value" unless `days` is 30 or 365.
  base::Status SetAuditLogsRetention(const model::Caller& caller,
                                     const model::OrganizationId& organization,
                                     std::int64_t days) const;

  // WithDomains returns what Create and Update must write in addition, so that the organization has
  // exactly these domains; nullptr if it has them already. `at` is empty for a new organization.
  // The write fails with kExists "organization_domain_taken" if another organization has one.
  base::Result<Also> WithDomains(const model::Caller& caller, std::string_view at,
                                 std::vector<NewDomain> domains) const;
  // DomainsOf returns the domains of organizations of the caller's environment, by organization.
  base::Result<std::map<std::string, std::vector<model::OrganizationDomain>>> DomainsOf(
      const model::Caller& caller, std::span<const model::AnyRow> organizations) const;

 private:
  base::Status ChangeRow(const model::Caller& caller, const model::OrganizationId& id,
                         const std::function<bool(model::Organization&)>& change) const;

  store::Store& store_;
  const base::Clock& clock_;
  base::Entropy& entropy_;
  const Domains& domains_;
};

}  // namespace bearward::organizations
