// Problem: writes errors as HTTP responses: the default status of each error, and the problem+json
// body of /v1.
#pragma once

#include <string_view>

#include "base/error.h"
#include "door/call.h"
#include "door/reply.h"
#include "json/writer.h"

namespace bearward::door {

// The reasons of the errors that the door itself creates. A reason with a comment has that status;
// a dialect's error table may distinguish the others.
inline constexpr std::string_view kBodyTooLarge = "body_too_large";              // 413
inline constexpr std::string_view kWrongContentType = "wrong_content_type";      // 415
inline constexpr std::string_view kWrongContentCoding = "wrong_content_coding";  // 415
inline constexpr std::string_view kMethodNotAllowed = "method_not_allowed";      // 405
inline constexpr std::string_view kRouteNotFound = "route_not_found";            // 404
inline constexpr std::string_view kMissingCredential = "missing_credential";
inline constexpr std::string_view kMalformedCredential = "malformed_credential";
inline constexpr std::string_view kAmbiguousCredentials = "ambiguous_credentials";
inline constexpr std::string_view kOverloaded = "overloaded";

// StatusOf is the default status table of all dialects: kInvalid 400, kUnauthenticated 401, kDenied
// 403, kNotFound 404, kExists and kConflict 409, kLimited 429, kUnavailable 503, kInternal 500, and
// the reasons above.
int StatusOf(const base::Error& error);

// WithRetryAfter adds Retry-After in whole seconds (RFC 9110 section 10.2.3) when the error has a
// retry time, unless the response has the header already. The door does this for every error.
Reply WithRetryAfter(Reply reply, const base::Error& error);

// Problem writes an error as problem+json (RFC 9457) with the members type, title, status, detail,
// code (the reason), request_id and, for invalid fields, errors. A rate-limit refusal has the type
// quota-exceeded and the member violated-policies.
Reply Problem(const base::Error& error, const Call& call);

// WriteFaults writes the member `errors` when the error names fields of the request: JSON pointers
// (RFC 6901), relative to the body or to the part of it that the error is about.
void WriteFaults(json::Writer& writer, const base::Error& error);

}  // namespace bearward::door
