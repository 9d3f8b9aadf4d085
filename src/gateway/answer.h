// Answer: the gateway's responses, in the format of each proxy family.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "door/call.h"
#include "door/reply.h"
#include "gateway/families.h"
#include "model/caller.h"
#include "model/policy.h"

namespace bearward::gateway {

// TrueStatus returns the status of a decision: 200, 400, 401, 403, 429 or 503. An unknown policy is
// 403. An internal error is 503, because the decision is unknown.
int TrueStatus(const base::Error& error);

// Allow returns 200 with every identity header of the policy's preset, and the identity token if
// there is one. A header without a value is sent empty: if it were omitted, the proxy would pass
// the client's own header through (incident class F2).
door::Reply Allow(const Family& family, const model::Policy& policy, const model::Caller& caller,
                  const std::optional<std::string>& identity);

// AllowPreflight returns 200 for a preflight: as Allow, but with empty identity headers and without
// a token, because a preflight has no subject.
door::Reply AllowPreflight(const Family& family, const model::Policy& policy);

// Refuse writes every other decision: a small problem+json with one challenge. For a family that
// masks the status: a bare 401 or 403 with the problem's code in X-Auth-Reason. The problem's
// `code` is a word of verify/refusal.h if the credential was checked or the result is unknown, and
// the error's own reason if the question is invalid.
door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call);

}  // namespace bearward::gateway
