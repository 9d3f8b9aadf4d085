// Answer: what a proxy reads of us, in the way of its family.
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

// TrueStatus gives what an answer means: 200, 400, 401, 403, 429 or 503. A policy that is not there
// is a 403, and a defect of ours a 503: nobody can tell whether the request may pass.
int TrueStatus(const base::Error& error);

// Allow answers 200 with every identity header of the policy's preset, empty where there is no
// value, since one that is left out lets the client's own through (incident class F2), and with the
// identity token if there is one.
door::Reply Allow(const Family& family, const model::Policy& policy, const model::Caller& caller,
                  const std::optional<std::string>& identity);

// AllowPreflight answers 200 to a preflight: as Allow, with every identity header empty, since no
// subject asks, and without a token.
door::Reply AllowPreflight(const Family& family, const model::Policy& policy);

// Refuse answers everything else: a small problem+json and one challenge, or for a family that
// masks the status a bare 401 or 403 with that code in X-Auth-Reason. The problem's `code` is a
// word of verify/reason.h where the credential was judged or nobody can tell, and the error's own
// reason where the question is wrong.
door::Reply Refuse(const Family& family, const base::Error& error, const door::Call& call);

}  // namespace bearward::gateway
