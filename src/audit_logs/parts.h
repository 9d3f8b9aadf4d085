// Part: one object of a request body, whose errors name the path of a member.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/reader.h"

namespace bearward::audit_logs {

// Part refers to a value that must outlive it. `path` is empty for the whole body. A null member
// counts as absent. Errors are kInvalid with the path of the member in `fields`.
class Part {
 public:
  // Of fails with "wrong_type" unless the value is an object, and with "unknown_field" for a member
  // with another name.
  static base::Result<Part> Of(const json::Value& object, std::string path,
                               std::initializer_list<std::string_view> names);

  // Find returns nullptr for an absent member. Required fails with "missing_field" instead.
  const json::Value* Find(std::string_view name) const;
  base::Result<const json::Value*> Required(std::string_view name) const;
  // RequiredText and OptionalText return texts of at most 1024 bytes: "wrong_type",
  // "invalid_value"; a required text must not be empty.
  base::Result<std::string> RequiredText(std::string_view name) const;
  base::Result<std::string> OptionalText(std::string_view name) const;
  // PathOf returns the path of a member.
  std::string PathOf(std::string_view name) const;

 private:
  Part(const json::Value& object, std::string path) : object_(object), path_(std::move(path)) {}

  const json::Value& object_;
  std::string path_;
};

// WrongType and WrongValue are errors about the member at a path.
base::Error WrongType(const std::string& path, std::string_view wants);
base::Error WrongValue(const std::string& path, std::string_view wants);

}  // namespace bearward::audit_logs
