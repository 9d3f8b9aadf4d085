// Claim values: reading single claims in the one form in which we write them. Internal to token.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "model/ids.h"

namespace bearward::token {

// kTokenPrefix begins the ids of tokens that stand for no session.
inline constexpr std::string_view kTokenPrefix = "tok_";

// Malformed is what every reader of claims fails with.
std::unexpected<base::Error> Malformed();

// StringAt gives a claim that is a string, or nullptr.
const std::string* StringAt(const json::Value& payload, std::string_view key);
// IsStringAt says whether it is exactly this one.
bool IsStringAt(const json::Value& payload, std::string_view key, std::string_view wanted);
// IsStringListAt says whether a claim is an array of strings.
bool IsStringListAt(const json::Value& payload, std::string_view key);
// TimeAt reads a NumericDate (RFC 7519 section 2), whole seconds only.
std::optional<base::Time> TimeAt(const json::Value& payload, std::string_view key);
// FractionalTimeAt reads a NumericDate that others have written, which may have a fraction; what is
// below a millisecond is dropped.
std::optional<base::Time> FractionalTimeAt(const json::Value& payload, std::string_view key);
// SessionAt and ReadSession read the id of a session.
std::optional<model::SessionId> SessionAt(const json::Value& payload, std::string_view key);
std::optional<model::SessionId> ReadSession(std::string_view text);
// ReadGeneration reads a count in its only decimal form.
std::optional<std::int64_t> ReadGeneration(std::string_view text);

}  // namespace bearward::token
