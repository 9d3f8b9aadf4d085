#include "gateway/asked_for.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/byte_scan.h"
#include "model/plain_path.h"

namespace bearward::gateway {
namespace {

constexpr std::array<std::string_view, 4> kProtos = {"http", "https", "ws", "wss"};

// A token (RFC 9110 section 5.6.2): visible ASCII without delimiters.
bool IsMethod(std::string_view text) {
  return !text.empty() && base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::IsAlphanumeric(bytes) | base::InRange(bytes, '#', '\'') |
           base::InRange(bytes, '^', '`') | (bytes == '!') | (bytes == '*') | (bytes == '+') |
           (bytes == '-') | (bytes == '.') | (bytes == '|') | (bytes == '~');
  });
}

bool IsHost(std::string_view text) {
  return !text.empty() && base::AllBytes(text, [](base::Bytes16 bytes) {
    return base::IsAlphanumeric(bytes) | (bytes == '-') | (bytes == '.') | (bytes == '_') |
           (bytes == ':') | (bytes == '[') | (bytes == ']') | (bytes == '%') | (bytes == '~');
  });
}

std::unexpected<base::Error> Malformed(std::string reason, std::string text) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text)));
}

}  // namespace

base::Status CheckAsked(AskedFor& asked) {
  if (!IsMethod(asked.method)) {
    return Malformed("malformed_method", "The forwarded method is not an HTTP method.");
  }
  if (!IsHost(asked.host)) {
    return Malformed("malformed_host", "The forwarded host is malformed.");
  }
  if (!asked.proto.empty() && std::ranges::find(kProtos, asked.proto) == kProtos.end()) {
    return Malformed("malformed_proto", "The forwarded protocol must be http, https, ws or wss.");
  }
  asked.plain_path = model::IsPlainPath(asked.path);
  if (asked.path.empty()) {
    return Malformed("ambiguous_path",
                     "The forwarded path is ambiguous: servers could read it in different ways.");
  }
  return {};
}

}  // namespace bearward::gateway
