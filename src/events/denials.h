// Denials: explains why a request was refused.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "verify/denial_log.h"

namespace bearward::events {

// Denials is safe from any thread.
class Denials {
 public:
  explicit Denials(const verify::DenialLog& log) : log_(log) {}

  // Explain returns the denial with this id of the request: one of the caller's environment, or,
  // for a member with kReadPermission (events.h), of its organization. kDenied
  // "missing_permission"; kNotFound "denial_not_found".
  base::Result<verify::Denial> Explain(const model::Caller& caller,
                                       std::string_view request_id) const;

 private:
  const verify::DenialLog& log_;
};

}  // namespace bearward::events
