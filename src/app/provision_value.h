// Value: one value of a provisioning file with its place, and how it is read. Internal to the
// readers of the file. All errors are kInvalid "provisioning_file", "FILE:LINE: what is wrong".
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/toml.h"
#include "base/result.h"
#include "base/secret.h"
#include "provision/provisioning_file.h"

namespace bearward::app {

// kProvisionReason is the reason of all these errors.
inline constexpr std::string_view kProvisionReason = "provisioning_file";

// Value is one value of the file and its name there: "number", or "users" for an entry. It refers
// to the parsed file.
struct Value {
  const toml::node& node;
  const std::string& file;
  std::string_view key;

  provision::Where where() const { return {file, static_cast<int>(node.source().begin.line)}; }
};

// Refuse is an error at a place. WrongType names the type that the value must have; UnknownWord and
// UnknownKey name the most similar of the allowed ones.
std::unexpected<base::Error> Refuse(const provision::Where& where, const std::string& text);
std::unexpected<base::Error> WrongType(const Value& value, std::string_view wanted);
std::unexpected<base::Error> UnknownWord(const Value& value,
                                         std::span<const std::string_view> words,
                                         std::string_view word);
std::unexpected<base::Error> UnknownKey(const toml::key& key, const Value& value,
                                        const std::vector<std::string_view>& known);

// WordsText writes a closed set of words for the reference.
std::string WordsText(std::span<const std::string_view> words);

// JsonFields is the text of a JSON object.
struct JsonFields {
  std::string& text;
};

// Take assigns a value to its target, or returns why it is not allowed.
base::Status Take(const Value& value, std::string& target);
base::Status Take(const Value& value, base::Secret& target);
base::Status Take(const Value& value, bool& target);
base::Status Take(const Value& value, std::int64_t& target);
base::Status Take(const Value& value, JsonFields target);

}  // namespace bearward::app
