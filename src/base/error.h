// Error: the only error type. A use case fails with an Error; each dialect maps its code to a
// status and a body through one table, so modules below the door do not use HTTP status numbers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bearward::base {

// Code is the kind of failure. The set is closed, and every dialect maps all of it.
enum class Code {
  kInvalid,          // the request is malformed or breaks a validation rule
  kUnauthenticated,  // no valid credential
  kDenied,           // an authenticated caller may not do this
  kNotFound,         // missing, or hidden from this caller: both get the same answer
  kExists,           // a unique name is taken
  kConflict,         // the state of the resource does not allow this
  kLimited,          // rate limit reached; see Error::retry_after
  kUnavailable,      // storage failure or full queue: the answer is unknown, never "no"
  kInternal,         // a defect of this program
};

// Error has two texts: `public_text` may be sent to the caller, `detail` goes only to the log.
// `reason` is a stable lower_snake word for programs. Neither text may contain a secret.
struct Error {
  Code code = Code::kInternal;
  std::string reason;
  std::string public_text;
  std::string detail;
  // retry_after is set for kLimited, and for kUnavailable if a retry may succeed.
  std::optional<std::chrono::seconds> retry_after;
  // fields names the invalid request fields, outermost first, if the fault is in them.
  std::vector<std::string> fields;
  // claimed is the id of the user, application or API key named in a rejected claim, for the event
  // about it and for the usage of keys. Never send it to the caller, who must not learn whether
  // that principal exists.
  std::string claimed = {};
};

// The functions below create an Error with the code of the same name.
inline Error Invalid(std::string reason, std::string public_text) {
  return {Code::kInvalid, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error Unauthenticated(std::string reason, std::string public_text) {
  return {Code::kUnauthenticated, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error Denied(std::string reason, std::string public_text) {
  return {Code::kDenied, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error NotFound(std::string reason, std::string public_text) {
  return {Code::kNotFound, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error Exists(std::string reason, std::string public_text) {
  return {Code::kExists, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error Conflict(std::string reason, std::string public_text) {
  return {Code::kConflict, std::move(reason), std::move(public_text), {}, {}, {}};
}
inline Error Limited(std::string reason, std::string public_text, std::chrono::seconds wait) {
  return {Code::kLimited, std::move(reason), std::move(public_text), {}, wait, {}};
}
// Unavailable takes the log text; the public text is always the same.
inline Error Unavailable(std::string reason, std::string detail) {
  return {Code::kUnavailable, std::move(reason),       "The service is unavailable. Try again.",
          std::move(detail),  std::chrono::seconds(1), {}};
}
// Internal takes the log text; the public text is always the same.
inline Error Internal(std::string detail) {
  return {Code::kInternal, "internal", "Something went wrong here.", std::move(detail), {}, {}};
}

}  // namespace bearward::base
