// The objects of our own API.
#pragma once

#include <optional>
#include <string_view>

#include "base/secret.h"
#include "door/reply.h"
#include "model/api_key.h"
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

}  // namespace bearward::dialects::v1
