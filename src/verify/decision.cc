#include "verify/decision.h"

namespace bearward::verify {

Decision Decision::FromError(base::Error error) {
  const bool unanswered =
      error.code == base::Code::kUnavailable || error.code == base::Code::kInternal;
  return unanswered ? Unknown(std::move(error)) : Deny(std::move(error));
}

const base::Error& Decision::error() const {
  static const base::Error kNone;
  return allowed() ? kNone : *error_;
}

}  // namespace bearward::verify
