// Refusal: whatever is wrong with a credential, its bearer reads the same sentence.
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
