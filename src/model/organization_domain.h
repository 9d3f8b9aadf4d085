// OrganizationDomain: an e-mail domain that an organization claims, and the state of the
// verification.
#pragma once

#include <cstdint>
#include <string>

#include "model/forms.h"
#include "model/record.h"

namespace bearward::model {

// DomainState is the state of the verification of a domain.
enum class DomainState : std::uint8_t {
  kFailed,
  kLegacyVerified,
  kPending,
  kUnverified,
  kVerified
};

// DomainStrategy is how a domain is verified: by a DNS record, or manually by an administrator.
enum class DomainStrategy : std::uint8_t { kDns, kManual };

// OrganizationDomain belongs to one organization. To verify it, the TXT record of
// `verification_prefix`.`domain` must contain `verification_token`.
struct OrganizationDomain : Entity {
  OrganizationId organization;
  std::string domain;
  DomainState state = DomainState::kPending;
  DomainStrategy strategy = DomainStrategy::kDns;
  std::string prefix;
  std::string token;
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::DomainState> {
  static constexpr std::array<std::string_view, 5> kWords = {"failed", "legacy_verified", "pending",
                                                             "unverified", "verified"};
};

template <>
struct bearward::base::WordsOf<bearward::model::DomainStrategy> {
  static constexpr std::array<std::string_view, 2> kWords = {"dns", "manual"};
};

namespace bearward::model {

// kOrganizationDomainFields and kOrganizationDomain are its description.
inline constexpr Field kOrganizationDomainFields[] = {
    F<&OrganizationDomain::organization>("organization_id", kFixed | kRequired | kFilter),
    F<&OrganizationDomain::domain>("domain", kFixed | kRequired | kFilter, &kDomainName),
    F<&OrganizationDomain::state>("state", kStored | kShown),
    F<&OrganizationDomain::prefix>("verification_prefix", kStored | kShown),
    F<&OrganizationDomain::token>("verification_token", kStored | kShown),
    F<&OrganizationDomain::strategy>("verification_strategy", kStored | kShown),
};
inline constexpr RecordOf<OrganizationDomain> kOrganizationDomain({
    .object = "organization_domain",
    .id_prefix = "org_domain",
    .table = "organization_domains",
    .organization = "organization_id",
    .fields = kOrganizationDomainFields,
});

}  // namespace bearward::model
