// Row: an object of a described kind with its parsed fields, and its members as JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/object.h"
#include "objects/kind.h"

namespace bearward::objects {

// Row is an object with its fields. Stored fields come from a provisioning file too, so each reader
// accepts any type and returns the value 0, "" or false for another.
struct Row {
  model::Object object;
  json::Value fields;

  // Integer accepts an integer or its decimal text, Flag a boolean or 0 and 1 as number or text.
  std::int64_t Integer(std::string_view name) const;
  std::string Text(std::string_view name) const;
  bool Flag(std::string_view name) const;
};

// RowOf parses the fields of an object: kInternal if they cannot be parsed, because such an object
// is not one without fields. RowsOf does so for each.
base::Result<Row> RowOf(model::Object object);
base::Result<std::vector<Row>> RowsOf(std::vector<model::Object> objects);

// ValueOf returns a member in its form in responses. `tenant` is the number of the caller's
// organization.
json::Value ValueOf(const Member& member, const Row& row, std::int64_t tenant = 0);

// WriteMembers appends the members of a use to an open JSON object, in the order of the
// description.
void WriteMembers(json::Writer& writer, const Kind& kind, Uses use, const Row& row,
                  std::int64_t tenant = 0);

// Set replaces or adds one field.
void Set(json::Object& fields, std::string_view name, json::Value value);
// PutField sets a field where it is stored: under its whole name, or in the object of its section.
// It returns false, and changes nothing, if the section is no object.
bool PutField(json::Object& fields, const std::string& name, const json::Value& value);
// Merge replaces or adds each of `changes`.
void Merge(json::Object& fields, json::Object changes);
// MembersOf returns the fields of a row for changing them.
json::Object MembersOf(const Row& row);

// kUnsetTime is the text of a time that is not set.
inline constexpr std::string_view kUnsetTime = "0001-01-01T00:00:00";

}  // namespace bearward::objects
