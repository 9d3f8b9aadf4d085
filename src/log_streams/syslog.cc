#include "log_streams/syslog.h"

#include <array>
#include <cstdint>

#include "base/utf8.h"

namespace bearward::log_streams {
namespace {

constexpr std::string_view kNil = "-";

// CodePointOf decodes one well-formed sequence of UTF-8.
std::uint32_t CodePointOf(std::string_view sequence) {
  constexpr std::array<std::uint32_t, 5> kLeadBits = {0, 0x7f, 0x1f, 0x0f, 0x07};
  std::uint32_t point =
      static_cast<unsigned char>(sequence.front()) & kLeadBits.at(sequence.size());
  for (const char c : sequence.substr(1)) {
    point = (point << 6) | (static_cast<unsigned char>(c) & 0x3f);
  }
  return point;
}

void AppendEscape(std::string& text, std::uint32_t unit) {
  constexpr std::string_view kHex = "0123456789abcdef";
  text += "\\u";
  for (const int shift : {12, 8, 4, 0}) text += kHex[(unit >> shift) & 0xf];
}

// AppendPoint writes a code point as one or two units of UTF-16 (RFC 8259 section 7).
void AppendPoint(std::string& text, std::uint32_t point) {
  constexpr std::uint32_t kFirstOfPairs = 0x10000;
  if (point < kFirstOfPairs) return AppendEscape(text, point);
  point -= kFirstOfPairs;
  AppendEscape(text, 0xd800 + (point >> 10));
  AppendEscape(text, 0xdc00 + (point & 0x3ff));
}

// Printable returns a text of at most `most` printable ASCII characters without spaces, as the
// fields of a header have; the nil value if nothing is left.
std::string Printable(std::string_view text, std::size_t most) {
  std::string field;
  for (const char c : text) {
    if (c > ' ' && c <= '~' && field.size() < most) field += c;
  }
  return field.empty() ? std::string(kNil) : field;
}

// The fields are version, time, host, application, process, message id and structured data.
std::string MessageOf(std::string_view host, const Entry& entry) {
  constexpr const char* kPriority = "<110>1 ";  // 13 * 8 + 6
  constexpr std::size_t kLongestHost = 255;
  constexpr std::size_t kLongestId = 32;
  return kPriority + base::FormatIsoMillis(entry.at) + " " + Printable(host, kLongestHost) +
         " bearward - " + Printable(entry.action, kLongestId) + " - " + AsciiJson(entry.json);
}

}  // namespace

std::string AsciiJson(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  while (!json.empty()) {
    const std::size_t length = base::Utf8SequenceLength(json);
    if (length <= 1) {
      text += length == 1 ? json.front() : '?';
    } else {
      AppendPoint(text, CodePointOf(json.substr(0, length)));
    }
    json.remove_prefix(length == 0 ? 1 : length);
  }
  return text;
}

std::string SyslogFrames(std::string_view host, std::span<const Entry> entries) {
  std::string frames;
  for (const Entry& entry : entries) {
    const std::string message = MessageOf(host, entry);
    frames += std::to_string(message.size()) + " " + message;
  }
  return frames;
}

}  // namespace bearward::log_streams
