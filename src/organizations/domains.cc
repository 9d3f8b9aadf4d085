#include "organizations/domains.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace bearward::organizations {
namespace {

using enum model::EventType;
using model::DomainState;
using model::OrganizationDomain;

// kManageDomains is the permission of WorkOS' widget.
constexpr std::string_view kManageDomains = "widgets:domain-verification:manage";

base::Status Prepare(store::WriteTx& /*tx*/, const OrganizationDomain* before,
                     OrganizationDomain& domain, const resource::Context& context) {
  if (before != nullptr) return {};
  // The last characters of a ULID are its random part.
  domain.token = base::NewUlid(context.now, context.entropy).substr(10);
  domain.prefix = "bearward-domain-verification-" +
                  base::Lower(base::NewUlid(context.now, context.entropy).substr(20));
  return {};
}

base::Status CheckNotVerified(const OrganizationDomain& domain) {
  if (domain.state != DomainState::kVerified && domain.state != DomainState::kLegacyVerified) {
    return {};
  }
  return base::Fail(base::Conflict("domain_already_verified", "Domain is already verified."));
}

}  // namespace

Domains::Domains(const resource::Parts& parts, TxtLookup look_up)
    : VerbsOf(model::kOrganizationDomain,
              {.read = "organizations:read",
               .write = "organizations:manage",
               .events = {kOrganizationDomainCreated, kOrganizationDomainUpdated,
                          kOrganizationDomainDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .widget_read = kManageDomains,
               .widget_write = kManageDomains},
              parts),
      look_up_(std::move(look_up)) {}

base::Result<OrganizationDomain> Domains::Verify(const model::Caller& caller,
                                                 const resource::Address& at) const {
  BW_TRY_ASSIGN(const OrganizationDomain domain, Get(caller, at));
  // Without these two a caller could cause lookups for nothing.
  BW_TRY(CheckWrite(caller));
  BW_TRY(CheckNotVerified(domain));
  std::vector<std::string> records;
  if (look_up_) {
    BW_TRY_ASSIGN(records, look_up_(domain.prefix + "." + domain.domain));
  }
  const bool proven = std::ranges::find(records, domain.token) != records.end();
  const auto change = [proven](OrganizationDomain& row) -> base::Status {
    BW_TRY(CheckNotVerified(row));
    row.state = proven ? DomainState::kVerified : DomainState::kPending;
    return {};
  };
  return Update(caller, at, change,
                proven ? kOrganizationDomainVerified : kOrganizationDomainUpdated);
}

}  // namespace bearward::organizations
