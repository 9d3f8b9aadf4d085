// Reader: parses JSON (RFC 8259) from untrusted bytes into a Value, with limits and without
// ambiguity.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"

namespace bearward::json {

struct Member;
class Value;

// Array is a list of values.
using Array = std::vector<Value>;
// Object is a list of members in the order of the text; keys are unique.
using Object = std::vector<Member>;

// Kind is the kind of a Value. A number without fraction and exponent that fits in a signed 64-bit
// integer is kInt and exact, every other number is kDouble.
enum class Kind { kNull, kBool, kInt, kDouble, kString, kArray, kObject };

// Value is one JSON value, owned and copyable. An accessor for another kind returns nothing and
// never converts; no accessor throws.
class Value {
 public:
  // Value() is null. The functions below create the other kinds.
  Value() = default;
  static Value Bool(bool value);
  static Value Int(std::int64_t value);
  static Value Double(double value);
  static Value String(std::string value);
  static Value Of(Array items);
  static Value Of(Object members);

  // kind returns the kind, which determines the accessor to use.
  Kind kind() const { return static_cast<Kind>(held_.index()); }
  bool IsNull() const { return kind() == Kind::kNull; }
  bool IsBool() const { return kind() == Kind::kBool; }
  bool IsInt() const { return kind() == Kind::kInt; }
  bool IsNumber() const { return kind() == Kind::kInt || kind() == Kind::kDouble; }
  bool IsString() const { return kind() == Kind::kString; }
  bool IsArray() const { return kind() == Kind::kArray; }
  bool IsObject() const { return kind() == Kind::kObject; }

  // AsBool and AsInt return the value of exactly that kind.
  std::optional<bool> AsBool() const;
  std::optional<std::int64_t> AsInt() const;
  // AsDouble returns any number; a large integer may be rounded.
  std::optional<double> AsDouble() const;
  // AsString, AsArray and AsObject return a pointer into this value, or nullptr. A string is valid
  // UTF-8 and may contain NUL.
  const std::string* AsString() const { return std::get_if<std::string>(&held_); }
  const Array* AsArray() const { return std::get_if<Array>(&held_); }
  const Object* AsObject() const { return std::get_if<Object>(&held_); }

  // Find returns the member with exactly this key; nullptr if there is none or this is not an
  // object.
  const Value* Find(std::string_view key) const;
  // FindIgnoreCase ignores the case of ASCII letters and returns nullptr if two members match.
  const Value* FindIgnoreCase(std::string_view key) const;

  // Equality compares kinds, values and the order of members.
  friend bool operator==(const Value& a, const Value& b);

 private:
  // The order of the alternatives must be the order of Kind.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> held_;
};

// Member is one key of an object and its value.
struct Member {
  std::string key;
  Value value;
  friend bool operator==(const Member& a, const Member& b) = default;
};

// Limits bounds what Parse accepts.
struct Limits {
  // max_depth limits the nesting of arrays and objects.
  std::size_t max_depth = 32;
  // max_size limits the length of the text in bytes.
  std::size_t max_size = std::size_t{1} << 20;
  // max_items limits the total number of members and elements in the text.
  std::size_t max_items = 10'000;
};

// Parse parses one JSON text. It fails with kInvalid and reason "json_too_large" (a limit),
// "duplicate_key" (error.fields is the path to the key, outermost first) or "invalid_json"
// (everything else: syntax, invalid UTF-8, lone surrogates, trailing bytes, numbers out of range).
base::Result<Value> Parse(std::string_view text, const Limits& limits = {});

}  // namespace bearward::json
