// Refusal: the error of a refused credential. All refusals have the same text for the bearer.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/result.h"

namespace bearward::verify {

// Refuse fails with kUnauthenticated; the reason is for programs and the log.
inline std::unexpected<base::Error> Refuse(std::string reason) {
  return base::Fail(base::Unauthenticated(std::move(reason), "The credential is not valid."));
}

}  // namespace bearward::verify
