#include "organizations/organizations.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "model/changes.h"
#include "model/check_row.h"
#include "model/event.h"
#include "sessions/sessions.h"
#include "store/organization_domains.h"
#include "store/organizations.h"
#include "verify/authority.h"

namespace bearward::organizations {
namespace {

using enum model::EventType;
using model::AnyRow;
using model::Organization;
using model::OrganizationDomain;

// DomainsByOrganization reads the domains of any number of organizations, in pages.
store::PageQuery QueryOf(const Domains& domains, std::vector<std::string> organizations) {
  store::PageQuery query;
  query.filters.push_back({domains.record().Find("organization_id"), std::move(organizations)});
  query.order = store::Order::kAscending;
  query.limit = store::kLongestPage;
  return query;
}

// CheckCustomer refuses the customer of Stripe of another organization.
base::Status CheckCustomer(store::WriteTx& tx, const Organization& before,
                           const Organization& after) {
  const auto& customer = after.stripe_customer_id;
  if (!customer || customer == before.stripe_customer_id) return {};
  BW_TRY_ASSIGN(const auto other,
                store::FindOrganizationByStripeCustomer(tx, after.environment, *customer));
  if (!other) return {};
  return base::Fail(
      base::Exists("stripe_customer_taken", "Another organization has this `stripe_customer_id`."));
}

base::Status Prepare(store::WriteTx& tx, const Organization* before, Organization& organization,
                     const resource::Context& /*context*/) {
  if (before != nullptr) return CheckCustomer(tx, *before, organization);
  BW_TRY_ASSIGN(organization.number, store::NextOrganizationNumber(tx, organization.environment));
  return {};
}

base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const auto& organization = *static_cast<const Organization*>(row);
  BW_TRY(sessions::EndAllIn(tx, organization.environment, organization.id, context.now));
  return store::DeleteContents(tx, organization.environment, organization.id, context.now);
}

base::Error Taken(const std::string& domain) {
  base::Error error = base::Exists("organization_domain_taken", "An Organization with the domain " +
                                                                    domain + " already exists.");
  error.fields.push_back(domain);
  return error;
}

// HasExactly says whether these are the domains of an organization, in any order.
base::Result<bool> HasExactly(store::ReadTx& tx, const Organization& organization,
                              const std::vector<NewDomain>& wanted) {
  BW_TRY_ASSIGN(const auto present,
                store::ListDomainsOf(tx, organization.environment, organization.id));
  return std::ranges::is_permutation(present, wanted, {}, &OrganizationDomain::domain,
                                     &NewDomain::domain);
}

// KeepOnly deletes the domains of an organization that it shall not have, and removes from `wanted`
// those that it has.
base::Status KeepOnly(store::WriteTx& tx, const Organization& organization,
                      std::vector<NewDomain>& wanted) {
  BW_TRY_ASSIGN(const auto present,
                store::ListDomainsOf(tx, organization.environment, organization.id));
  for (const OrganizationDomain& domain : present) {
    const auto same = std::ranges::find(wanted, domain.domain, &NewDomain::domain);
    if (same == wanted.end()) {
      BW_TRY(store::OrganizationDomains().Delete(tx, domain));
    } else {
      wanted.erase(same);
    }
  }
  return {};
}

}  // namespace

Organizations::Organizations(const resource::Parts& parts, const Domains& domains)
    : VerbsOf(model::kOrganization,
              {.read = {},
               .write = {},
               .events = {kOrganizationCreated, kOrganizationUpdated, kOrganizationDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove},
              parts),
      store_(parts.store),
      clock_(parts.clock),
      entropy_(parts.entropy),
      domains_(domains) {}

// A change to the present value writes nothing, so Update of the verbs does not fit.
base::Status Organizations::ChangeRow(const model::Caller& caller, const model::OrganizationId& id,
                                      const std::function<bool(Organization&)>& change) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const base::Time now = clock_.Now();
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto organization, store::FindOrganization(tx, caller->environment, id));
    if (!organization) {
      base::Error error = base::NotFound("organization_not_found", "No such organization.");
      error.fields.push_back(id.text);
      return base::Fail(std::move(error));
    }
    const Organization before = *organization;
    if (!change(*organization)) return {};
    organization->updated_at = now;
    BW_TRY(store::UpdateOrganization(tx, *organization));
    BW_TRY(tx.Append(model::EventBy(caller, now)
                         .Make(kOrganizationUpdated, id.text, id,
                               model::Changes::Between(before, *organization).Json())));
    if (!before.enabled || organization->enabled) return {};
    return sessions::EndAllIn(tx, caller->environment, id, now);
  });
}

base::Result<Organization> Organizations::Read(const model::Caller& caller,
                                               const resource::Address& at) const {
  BW_TRY(verify::CheckPermission(caller.principal(), kReadOrganization));
  return Typed(store_.Read([&](store::ReadTx& tx) { return Find(tx, caller, at); }));
}

base::Status Organizations::SetEnabled(const model::Caller& caller,
                                       const model::OrganizationId& organization,
                                       bool enabled) const {
  return ChangeRow(caller, organization, [enabled](Organization& row) {
    return std::exchange(row.enabled, enabled) != enabled;
  });
}

base::Status Organizations::SetRateLimit(const model::Caller& caller,
                                         const model::OrganizationId& organization,
                                         const std::optional<model::RateLimit>& limit) const {
  return ChangeRow(caller, organization, [&limit](Organization& row) {
    return std::exchange(row.rate_limit, limit) != limit;
  });
}

base::Status Organizations::SetAuditLogsRetention(const model::Caller& caller,
                                                  const model::OrganizationId& organization,
                                                  std::int64_t days) const {
  BW_TRY(CheckWrite(caller));
  if (days != 30 && days != 365) {
    return base::Fail(model::WrongValue(record(), "retention_period_in_days", "30 or 365"));
  }
  return ChangeRow(caller, organization, [days](Organization& row) {
    return std::exchange(row.audit_logs_retention_days, days) != days;
  });
}

base::Result<resource::Verbs::Also> Organizations::WithDomains(
    const model::Caller& caller, std::string_view at, std::vector<NewDomain> domains) const {
  if (!at.empty()) {
    BW_TRY_ASSIGN(const bool same, store_.Read([&](store::ReadTx& tx) -> base::Result<bool> {
      BW_TRY_ASSIGN(const Organization found, Typed(Find(tx, caller, at)));
      return HasExactly(tx, found, domains);
    }));
    if (same) return nullptr;
  }
  return [this, domains = std::move(domains)](store::WriteTx& tx, const void* row,
                                              const resource::Context& context) -> base::Status {
    const auto& organization = *static_cast<const Organization*>(row);
    std::vector<NewDomain> missing = domains;
    BW_TRY(KeepOnly(tx, organization, missing));
    for (const NewDomain& one : missing) {
      BW_TRY_ASSIGN(const auto other, store::FindDomain(tx, organization.environment, one.domain));
      if (other) return base::Fail(Taken(one.domain));
      OrganizationDomain domain;
      domain.organization = organization.id;
      domain.domain = one.domain;
      domain.state = one.state;
      domain.strategy = model::DomainStrategy::kManual;
      BW_TRY(domains_.CreateIn(tx, context, std::make_shared<OrganizationDomain>(domain)));
    }
    return {};
  };
}

base::Result<std::map<std::string, std::vector<OrganizationDomain>>> Organizations::DomainsOf(
    const model::Caller& caller, std::span<const AnyRow> organizations) const {
  std::map<std::string, std::vector<OrganizationDomain>> domains;
  std::vector<std::string> ids;
  for (const AnyRow& row : organizations) ids.push_back(record().EntityOf(row.get()).id);
  if (ids.empty()) return domains;
  store::PageQuery query = QueryOf(domains_, std::move(ids));
  while (true) {
    BW_TRY_ASSIGN(const resource::Page page, domains_.List(caller, query));
    for (const AnyRow& row : page.rows) {
      const auto& domain = *static_cast<const OrganizationDomain*>(row.get());
      domains[domain.organization.text].push_back(domain);
    }
    if (!page.ends.after) return domains;
    query.after = page.ends.after;
  }
}

}  // namespace bearward::organizations
