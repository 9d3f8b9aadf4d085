// The operations about the domains of the organization.
#include <array>
#include <utility>

#include "dialects/workos/widgets/operations.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using graphql::Value;

Result<Value> Domain(Invocation& call) {
  BW_TRY_ASSIGN(auto domain, call.uses.domains.Get(call.caller, call.input.Text("id")));
  return call.make.Row(std::move(domain));
}

Result<Value> Domains(Invocation& call) {
  store::PageQuery query;
  BW_TRY_ASSIGN(static_cast<store::PageRequest&>(query), call.input.Page());
  BW_TRY_ASSIGN(const auto page, call.uses.domains.List(call.caller, std::move(query)));
  return RowsOf(call.make, page);
}

Result<Value> Create(Invocation& call) {
  model::OrganizationDomain domain;
  domain.organization = *call.caller->organization;
  domain.domain = call.input.Text("domain");
  BW_TRY_ASSIGN(domain, call.uses.domains.Create(call.caller, std::move(domain)));
  return call.make.Row(std::move(domain));
}

Result<Value> Delete(Invocation& call) {
  BW_TRY_ASSIGN(const auto deleted, call.uses.domains.Delete(call.caller, call.input.Text("id")));
  return call.make.Row(deleted);
}

Result<Value> Verify(Invocation& call) {
  BW_TRY_ASSIGN(auto domain, call.uses.domains.Verify(call.caller, call.input.Text("id")));
  return call.make.Row(std::move(domain));
}

base::Status Read(const Uses& uses, const model::Caller& caller) {
  return uses.domains.CheckRead(caller);
}
// A verification reads the domain first.
base::Status Write(const Uses& uses, const model::Caller& caller) {
  BW_TRY(uses.domains.CheckRead(caller));
  return uses.domains.CheckWrite(caller);
}

constexpr auto kOperations = std::to_array<Operation>({
    {"organizationDomain", &Domain, &Read},
    {"organizationDomains", &Domains, &Read},
    {"createOrganizationDomain", &Create, &Write},
    {"deleteOrganizationDomain", &Delete, &Write},
    {"reverifyOrganizationDomain", &Verify, &Write},
});

}  // namespace

std::span<const Operation> DomainOperations() { return kOperations; }

}  // namespace bearward::dialects::workos::widgets
