// CoSell: selling together with a hyperscaler: partners, invitations, and the checks of an
// opportunity, and the solutions of a company (contracts: WorkSpan 2.9).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "objects/row.h"
#include "store/store.h"

namespace bearward::partner_data {

// Invitation invites an AWS partner to an opportunity. The ids of the projects are short: WS-8552.
struct Invitation {
  std::string opportunity;
  std::string partner;
  std::string referral;
  std::string inviting_from;
  std::string message;
  std::vector<std::string> responsibilities;
};

// FieldFault is what is wrong with a field of an opportunity.
struct FieldFault {
  std::string field;
  std::string message;
};

// PickList has the values of one field.
struct PickList {
  std::string field;
  std::vector<std::string> values;
};

// CoSell is safe from any thread. Its callers are applications.
class CoSell {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
  };
  explicit CoSell(Parts parts) : parts_(parts) {}

  // Invite adds the invitation to the opportunity. Errors of objects::Reach for the opportunity,
  // kNotFound "partner_not_found", kConflict "partner_invited", kInvalid "invalid_field" for a
  // referral that is not the one of the opportunity.
  base::Status Invite(const model::Caller& caller, const Invitation& invitation) const;
  // Partners returns the AWS partners that the caller may read.
  base::Result<std::vector<objects::Row>> Partners(const model::Caller& caller) const;
  // Validate returns what a hyperscaler would refuse in an opportunity of a CRM.
  base::Result<std::vector<FieldFault>> Validate(const model::Caller& caller,
                                                 const json::Object& opportunity) const;
  // PickLists returns the values of fields of a partner's forms: those of a provisioned list, else
  // those of the hyperscaler. kInvalid "invalid_field" for an unknown partner or field.
  base::Result<std::vector<PickList>> PickLists(const model::Caller& caller,
                                                const std::string& partner,
                                                const std::vector<std::string>& fields) const;
  // AwsSolutions returns the AWS solutions that the caller's organization owns, by number.
  base::Result<std::vector<objects::Row>> AwsSolutions(const model::Caller& caller) const;

 private:
  Parts parts_;
};

}  // namespace bearward::partner_data
