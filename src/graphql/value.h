// Value: what a resolver returns for one object.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

namespace bearward::graphql {

// Handle is a pointer to an object of the application together with its C++ type. It does not own
// the object.
class Handle {
 public:
  Handle() = default;
  // Of refers to `object`, which must outlive the execution (Batch::Keep).
  template <class T>
  static Handle Of(T& object) {
    return Handle(const_cast<void*>(static_cast<const void*>(&object)), &kTag<const T>);
  }
  // As returns the object. A handle of another type is a defect of the program, which ends it.
  template <class T>
  T& As() const {
    if (tag_ != &kTag<const T>) std::abort();
    return *static_cast<T*>(object_);
  }

 private:
  template <class T>
  static constexpr char kTag = 0;
  Handle(void* object, const void* tag) : object_(object), tag_(tag) {}
  void* object_ = nullptr;
  const void* tag_ = nullptr;
};

// ValueKind is the kind of a Value. kJson is JSON text for a custom scalar.
enum class ValueKind : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kFloat,
  kText,
  kJson,
  kObject,
  kList,
  kFailed
};

// Value is a result before its completion: a leaf, an object, or a list of values. It is trivially
// copyable and owns nothing: texts, objects and lists must live until the end of the execution.
class Value {
 public:
  // Value() is null. The functions below create the other kinds.
  Value() = default;
  static Value Bool(bool value) {
    Value made(ValueKind::kBool);
    made.integer_ = value ? 1 : 0;
    return made;
  }
  static Value Int(std::int64_t value) {
    Value made(ValueKind::kInt);
    made.integer_ = value;
    return made;
  }
  static Value Float(double value) {
    Value made(ValueKind::kFloat);
    made.real_ = value;
    return made;
  }
  // Text is a string, an ID or the name of an enum value, in UTF-8.
  static Value Text(std::string_view text) {
    Value made(ValueKind::kText);
    made.text_ = text;
    return made;
  }
  // Json is valid JSON text, for custom scalars.
  static Value Json(std::string_view text) {
    Value made(ValueKind::kJson);
    made.text_ = text;
    return made;
  }
  // Object is an object. `type` names its object type where the field's type is an interface or a
  // union; elsewhere it may be empty.
  static Value Object(Handle object, std::string_view type = {}) {
    Value made(ValueKind::kObject);
    made.object_ = object;
    made.text_ = type;
    return made;
  }
  // List is a list of values (Batch::NewList).
  static Value List(std::span<const Value> items) {
    Value made(ValueKind::kList);
    made.items_ = items.data();
    made.integer_ = static_cast<std::int64_t>(items.size());
    return made;
  }

  ValueKind kind() const { return kind_; }
  bool as_bool() const { return integer_ != 0; }
  std::int64_t as_int() const { return integer_; }
  double as_float() const { return real_; }
  std::string_view text() const { return text_; }
  Handle object() const { return object_; }
  std::span<const Value> items() const { return {items_, static_cast<std::size_t>(integer_)}; }

 private:
  friend class Batch;
  explicit Value(ValueKind kind) : kind_(kind) {}
  ValueKind kind_ = ValueKind::kNull;
  std::int64_t integer_ = 0;
  double real_ = 0;
  std::string_view text_;
  Handle object_;
  const Value* items_ = nullptr;
};

}  // namespace bearward::graphql
