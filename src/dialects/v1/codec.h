// The objects of our own API.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "door/reply.h"
#include "model/api_key.h"
#include "model/application.h"
#include "model/caller.h"

namespace bearward::dialects::v1 {

// EncodeCaller writes {"object":"caller",...}: all that is known about who asks.
door::Reply EncodeCaller(const model::Caller& caller);

// EncodeApiKey writes {"object":"api_key",...}; `value` is shown once, when the key is made.
door::Reply EncodeApiKey(int status, const model::ApiKey& key, const base::Secret* value);

// EncodeState writes {"object":KIND,"id":ID,"status":STATUS}: what became of a thing.
door::Reply EncodeState(std::string_view kind, std::string_view id, std::string_view status);

// EncodeClientSecret writes an application's new secret, which is shown once.
door::Reply EncodeClientSecret(std::string_view application, const base::Secret& secret);

// EncodeSecret writes {"object":"application_secret",...}; `value` is shown once, when it is made.
door::Reply EncodeSecret(int status, const model::ApplicationSecret& secret,
                         const base::Secret* value);
// EncodeSecrets writes a list of them.
door::Reply EncodeSecrets(const std::vector<model::ApplicationSecret>& secrets);

}  // namespace bearward::dialects::v1
