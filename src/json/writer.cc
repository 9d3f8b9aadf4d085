#include "json/writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/utf8.h"

namespace bearward::json {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr std::uint64_t kHighs = 0x8080808080808080U;

// HasZero returns a non-zero value if any of the eight bytes is zero.
constexpr std::uint64_t HasZero(std::uint64_t word) { return (word - kOnes) & ~word & kHighs; }

// IsPlain returns whether eight bytes need no escape: no control character, quote or backslash, and
// only ASCII.
bool IsPlain(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  const std::uint64_t control = (word - kOnes * 0x20) & ~word & kHighs;
  return (control | (word & kHighs) | HasZero(word ^ (kOnes * '"')) |
          HasZero(word ^ (kOnes * '\\'))) == 0;
}

bool IsPlain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x20 && byte < 0x80 && c != '"' && c != '\\';
}

std::size_t PlainPrefix(std::string_view text) {
  std::size_t length = 0;
  while (length + 8 <= text.size() && IsPlain(text.data() + length)) length += 8;
  while (length < text.size() && IsPlain(text[length])) ++length;
  return length;
}

void AppendEscaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      out += "\\u00";
      out += "0123456789abcdef"[(c >> 4) & 15];
      out += "0123456789abcdef"[c & 15];
  }
}

template <class Number>
void AppendNumber(std::string& out, Number number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  out.append(text.data(), end);
}

void WriteArray(Writer& writer, const Array& items) {
  writer.BeginArray();
  for (const Value& item : items) Write(writer, item);
  writer.EndArray();
}

void WriteObject(Writer& writer, const Object& members) {
  writer.BeginObject();
  for (const Member& member : members) Write(writer.Key(member.key), member.value);
  writer.EndObject();
}

}  // namespace

void AppendQuoted(std::string& out, std::string_view text) {
  out.push_back('"');
  while (true) {
    const std::size_t plain = PlainPrefix(text);
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    if (static_cast<unsigned char>(text.front()) < 0x80) {
      AppendEscaped(out, text.front());
      text.remove_prefix(1);
      continue;
    }
    const std::size_t length = base::Utf8SequenceLength(text);
    out.append(length > 0 ? text.substr(0, length) : std::string_view("\xef\xbf\xbd"));
    text.remove_prefix(length > 0 ? length : 1);
  }
  out.push_back('"');
}

std::string Quote(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 2);
  AppendQuoted(out, text);
  return out;
}

void Writer::Separate() {
  if (comma_) out_.push_back(',');
  comma_ = true;
}

Writer& Writer::BeginObject() {
  Separate();
  out_.push_back('{');
  comma_ = false;
  return *this;
}

Writer& Writer::EndObject() {
  out_.push_back('}');
  comma_ = true;
  return *this;
}

Writer& Writer::BeginArray() {
  Separate();
  out_.push_back('[');
  comma_ = false;
  return *this;
}

Writer& Writer::EndArray() {
  out_.push_back(']');
  comma_ = true;
  return *this;
}

Writer& Writer::Key(std::string_view key) {
  Separate();
  AppendQuoted(out_, key);
  out_.push_back(':');
  comma_ = false;
  return *this;
}

Writer& Writer::String(std::string_view text) {
  Separate();
  AppendQuoted(out_, text);
  return *this;
}

Writer& Writer::Int(std::int64_t value) {
  Separate();
  AppendNumber(out_, value);
  return *this;
}

Writer& Writer::Double(double value) {
  if (!std::isfinite(value)) return Null();
  Separate();
  const std::size_t begin = out_.size();
  AppendNumber(out_, value);
  // A double that looks like an integer would be parsed as an integer.
  if (out_.find_first_of(".e", begin) == std::string::npos) out_ += ".0";
  return *this;
}

Writer& Writer::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::Null() {
  Separate();
  out_ += "null";
  return *this;
}

Writer& Writer::Raw(std::string_view json) {
  Separate();
  out_ += json;
  return *this;
}

void Write(Writer& writer, const Value& value) {
  switch (value.kind()) {
    case Kind::kNull:
      writer.Null();
      return;
    case Kind::kBool:
      writer.Bool(*value.AsBool());
      return;
    case Kind::kInt:
      writer.Int(*value.AsInt());
      return;
    case Kind::kDouble:
      writer.Double(*value.AsDouble());
      return;
    case Kind::kString:
      writer.String(*value.AsString());
      return;
    case Kind::kArray:
      WriteArray(writer, *value.AsArray());
      return;
    case Kind::kObject:
      WriteObject(writer, *value.AsObject());
      return;
  }
}

std::string ToText(const Value& value) {
  std::string out;
  Writer writer(out);
  Write(writer, value);
  return out;
}

}  // namespace bearward::json
