// Writer: JSON text appended to a string. Commas are its business, nesting is the caller's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "json/reader.h"

namespace bearward::json {

// Writer appends to a string that must outlive it. One value at the top; inside an object each Key
// is followed by one value. Every call gives the writer back, so `Key("a").Int(1)` reads as one.
// Not for sharing between threads.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // BeginObject, EndObject, BeginArray, EndArray write the brackets; the caller pairs them.
  Writer& BeginObject();
  Writer& EndObject();
  Writer& BeginArray();
  Writer& EndArray();
  // Key names the member whose value comes next.
  Writer& Key(std::string_view key);
  // String writes text; bytes that are not UTF-8 become U+FFFD, so the result is always valid.
  Writer& String(std::string_view text);
  Writer& Int(std::int64_t value);
  // Double writes the shortest text that reads back equal, with a point or an exponent; NaN and
  // infinity, which JSON lacks, become null.
  Writer& Double(double value);
  Writer& Bool(bool value);
  Writer& Null();
  // Raw appends a value that is JSON already, unchecked.
  Writer& Raw(std::string_view json);

 private:
  void Separate();
  std::string& out_;
  bool comma_ = false;
};

// AppendQuoted appends `text` as a JSON string, quotes included, as Writer::String does.
void AppendQuoted(std::string& out, std::string_view text);
// Quote gives `text` as a JSON string, quotes included.
std::string Quote(std::string_view text);
// Write appends a whole value.
void Write(Writer& writer, const Value& value);
// ToText gives the JSON text of a value.
std::string ToText(const Value& value);

}  // namespace bearward::json
