// Domains: the e-mail domains of organizations and their verification.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/organization_domain.h"
#include "resource/verbs.h"

namespace bearward::organizations {

// TxtLookup returns the texts of the TXT records of a name; an empty list if it has none. It may
// block.
using TxtLookup = std::function<base::Result<std::vector<std::string>>(const std::string& name)>;

// Domains adds the verification to the verbs of the resource. It is safe from any thread.
class Domains : public resource::VerbsOf<model::OrganizationDomain> {
 public:
  // Domains without a lookup cannot reach the state "verified": a check stays pending.
  explicit Domains(const resource::Parts& parts, TxtLookup look_up = nullptr);

  // Verify starts the verification again: the state becomes "verified" if a TXT record of
  // `verification_prefix`.`domain` equals `verification_token`, else "pending". kConflict
  // "domain_already_verified"; errors of the lookup, after which nothing has changed.
  base::Result<model::OrganizationDomain> Verify(const model::Caller& caller,
                                                 const resource::Address& at) const;

 private:
  TxtLookup look_up_;
};

}  // namespace bearward::organizations
