// Reader: JSON (RFC 8259) from foreign bytes into a Value, bounded and without ambiguity.
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
// Object is a list of members in the order of the text; no key appears twice.
using Object = std::vector<Member>;

// Kind tells what a Value is. A number without fraction and exponent that fits 64 signed bits is
// kInt and exact, every other number is kDouble.
enum class Kind { kNull, kBool, kInt, kDouble, kString, kArray, kObject };

// Value is one JSON value, owned and copyable. Asking for another kind than it holds gives nothing,
// never a conversion; no accessor throws.
class Value {
 public:
  // Value() is null. The makers below build the other kinds.
  Value() = default;
  static Value Bool(bool value);
  static Value Int(std::int64_t value);
  static Value Double(double value);
  static Value String(std::string value);
  static Value Of(Array items);
  static Value Of(Object members);

  // kind tells which accessor answers.
  Kind kind() const { return static_cast<Kind>(held_.index()); }
  bool IsNull() const { return kind() == Kind::kNull; }
  bool IsBool() const { return kind() == Kind::kBool; }
  bool IsInt() const { return kind() == Kind::kInt; }
  bool IsNumber() const { return kind() == Kind::kInt || kind() == Kind::kDouble; }
  bool IsString() const { return kind() == Kind::kString; }
  bool IsArray() const { return kind() == Kind::kArray; }
  bool IsObject() const { return kind() == Kind::kObject; }

  // AsBool, AsInt give the value of exactly that kind.
  std::optional<bool> AsBool() const;
  std::optional<std::int64_t> AsInt() const;
  // AsDouble gives any number, an integer rounded if it must be.
  std::optional<double> AsDouble() const;
  // AsString, AsArray, AsObject point into this value, or are nullptr. A string is valid UTF-8 and
  // may hold NUL.
  const std::string* AsString() const { return std::get_if<std::string>(&held_); }
  const Array* AsArray() const { return std::get_if<Array>(&held_); }
  const Object* AsObject() const { return std::get_if<Object>(&held_); }

  // Find gives the member with exactly this key, or nullptr; also when this is no object.
  const Value* Find(std::string_view key) const;
  // FindIgnoreCase ignores the case of ASCII letters and gives nullptr when two members match.
  const Value* FindIgnoreCase(std::string_view key) const;

  // Equality compares kinds, values and the order of members.
  friend bool operator==(const Value& a, const Value& b);

 private:
  // The order of the alternatives is the order of Kind.
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> held_;
};

// Member is one key of an object and its value.
struct Member {
  std::string key;
  Value value;
  friend bool operator==(const Member& a, const Member& b) = default;
};

// Limits bound what Parse accepts.
struct Limits {
  // max_depth counts nested arrays and objects.
  std::size_t max_depth = 32;
  // max_size is the length of the text in bytes.
  std::size_t max_size = std::size_t{1} << 20;
  // max_items counts members and elements of the whole text.
  std::size_t max_items = 10'000;
};

// Parse reads one JSON text. It refuses with code kInvalid and reason "json_too_large" (a limit),
// "duplicate_key" (error.fields is the path to it, outermost first) or "invalid_json" (all else:
// syntax, bad UTF-8, lone surrogates, trailing bytes, numbers out of range).
base::Result<Value> Parse(std::string_view text, const Limits& limits = {});

}  // namespace bearward::json
