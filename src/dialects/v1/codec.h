// The JSON objects of /v1.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "applications/applications.h"
#include "base/result.h"
#include "base/secret.h"
#include "door/reply.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"
#include "model/rate_limit.h"
#include "users/users.h"
#include "verify/introspector.h"

namespace bearward::dialects::v1 {

// EncodeCaller writes {"object":"caller",...}: all known facts about the authenticated caller, its
// name, and whether it manages the installation (verify/installation.h).
door::Reply EncodeCaller(const model::Caller& caller, bool manages_installation);

// EncodeVerification writes {"object":"verification",...}: the result for a third-party credential,
// including the caller, without these two members. max_age is 0, because a cached result would miss
// revocations.
door::Reply EncodeVerification(const verify::Answer& answer);

// EncodeVerifications writes {"object":"list","data":[...]} in the given order: verifications, and
// {"object":"error",...} for invalid questions.
door::Reply EncodeVerifications(std::span<const base::Result<verify::Answer>> answers);

// EncodeApiKey writes {"object":"api_key",...}; `value` is shown only when the key is created.
door::Reply EncodeApiKey(int status, const model::ApiKey& key, const base::Secret* value);

// EncodeState writes {"object":KIND,"id":ID,"status":STATUS}: the new state of an object.
door::Reply EncodeState(std::string_view kind, std::string_view id, std::string_view status);

// EncodeUser writes {"object":"user",...} for administrators, without any secret.
door::Reply EncodeUser(const users::UserState& state);

// EncodeRateLimit writes {"object":KIND,"id":ID,"rate_limit":TEXT or null}.
door::Reply EncodeRateLimit(std::string_view kind, std::string_view id,
                            const std::optional<model::RateLimit>& limit);

// The writers for an application add its client id to its id. EncodeApplicationState and
// EncodeApplicationRateLimit are otherwise as EncodeState and EncodeRateLimit. EncodeClientSecret
// writes the new secret, which is shown only once.
door::Reply EncodeApplicationState(const applications::ApplicationName& application,
                                   std::string_view status);
door::Reply EncodeApplicationRateLimit(const applications::ApplicationName& application,
                                       const std::optional<model::RateLimit>& limit);
door::Reply EncodeClientSecret(const applications::ApplicationName& application,
                               const base::Secret& secret);

}  // namespace bearward::dialects::v1
