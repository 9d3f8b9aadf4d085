// Writer: appends JSON text to a string. It writes the commas; the caller is responsible for
// nesting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"

namespace bearward::json {

// Writer appends to a string that must outlive it. Write one value at the top level; inside an
// object follow each Key by one value. Every method returns the writer, so calls can be chained:
// `Key("a").Int(1)`. Not safe for concurrent use.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // BeginObject, EndObject, BeginArray and EndArray write the brackets; the caller must pair them.
  Writer& BeginObject();
  Writer& EndObject();
  Writer& BeginArray();
  Writer& EndArray();
  // Key writes the name of the member whose value comes next.
  Writer& Key(std::string_view key);
  // String writes text; invalid UTF-8 is replaced by U+FFFD, so the result is always valid.
  Writer& String(std::string_view text);
  Writer& Int(std::int64_t value);
  // Double writes the shortest text that parses to an equal number, with a point or an exponent.
  // NaN and infinity, which JSON does not have, become null.
  Writer& Double(double value);
  Writer& Bool(bool value);
  Writer& Null();
  // Raw appends a value that already is JSON, without validation.
  Writer& Raw(std::string_view json);

 private:
  void Separate();
  std::string& out_;
  bool comma_ = false;
};

// AppendQuoted appends `text` as a JSON string, including quotes, like Writer::String.
void AppendQuoted(std::string& out, std::string_view text);
// Quote returns `text` as a JSON string, including quotes.
std::string Quote(std::string_view text);
// Write appends a whole value.
void Write(Writer& writer, const Value& value);
// ToText returns the JSON text of a value.
std::string ToText(const Value& value);

}  // namespace bearward::json
