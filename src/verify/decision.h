// Decision: yes, no, or cannot tell. Cannot-tell is never yes.
#pragma once

#include <optional>
#include <utility>

#include "base/error.h"
#include "model/caller.h"

namespace bearward::verify {

// Decision is Allow(caller), Deny(reason) or Unknown(error). There is no default: each must be
// said.
class Decision {
 public:
  static Decision Allow(model::Caller caller) { return Decision(std::move(caller)); }
  // Deny takes kUnauthenticated, kDenied, kLimited or kInvalid (a credential that lacks a part).
  static Decision Deny(base::Error reason) { return Decision(std::move(reason), false); }
  // Unknown takes what kept us from asking; its code is kUnavailable or kInternal.
  static Decision Unknown(base::Error error) { return Decision(std::move(error), true); }
  // FromError sorts an error: kUnavailable and kInternal are Unknown, all else Deny.
  static Decision FromError(base::Error error);

  bool allowed() const { return caller_.has_value(); }
  bool unknown() const { return unknown_; }
  // caller is there exactly when allowed().
  const std::optional<model::Caller>& caller() const { return caller_; }
  // error says why, when not allowed().
  const base::Error& error() const { return error_; }

 private:
  explicit Decision(model::Caller caller) : caller_(std::move(caller)) {}
  Decision(base::Error error, bool unknown) : error_(std::move(error)), unknown_(unknown) {}
  std::optional<model::Caller> caller_;
  base::Error error_;
  bool unknown_ = false;
};

}  // namespace bearward::verify
