// The one error type. A use case fails with an Error; each dialect turns its code into a
// status and a body through one table, so no room below the door knows a status number.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bearward::base {

// Code says what kind of failure it was; the set is closed, and every dialect maps all of it.
enum class Code {
  kInvalid,          // the request cannot be understood or breaks a rule of its own
  kUnauthenticated,  // no live credential
  kDenied,           // a known caller may not do this
  kNotFound,         // missing, or hidden from this caller: the two answer alike
  kExists,           // a unique name is taken
  kConflict,         // the thing is in a state that forbids this
  kLimited,          // too often; see Error::retry_after
  kUnavailable,      // storage or a full queue: the answer is unknown, never "no"
  kInternal,         // a defect of ours
};

// Error carries two texts: `public_text` may be sent to the caller, `detail` goes to the log only.
// `reason` is a stable lower_snake word for programs. Neither text may hold a secret.
struct Error {
  Code code = Code::kInternal;
  std::string reason;
  std::string public_text;
  std::string detail;
  // retry_after is set for kLimited and kUnavailable when waiting helps.
  std::optional<std::chrono::seconds> retry_after;
  // fields names the offending request fields, outermost first, when the fault lies in them.
  std::vector<std::string> fields;
  // claimed is the id of the user or application that a refused claim names, for the event about
  // it. It is never shown: whether there is one must not be told.
  std::string claimed = {};
};

// The makers below build an Error of the code they are named after.
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
// Unavailable takes the log text: what the caller reads is always the same sentence.
inline Error Unavailable(std::string reason, std::string detail) {
  return {Code::kUnavailable, std::move(reason),       "The service is unavailable. Try again.",
          std::move(detail),  std::chrono::seconds(1), {}};
}
// Internal takes the log text: what the caller reads is always the same sentence.
inline Error Internal(std::string detail) {
  return {Code::kInternal, "internal", "Something went wrong here.", std::move(detail), {}, {}};
}

}  // namespace bearward::base
