#include "gateway/asked_for.h"

#include <algorithm>
#include <array>
#include <string>

#include "model/plain_path.h"

namespace bearward::gateway {
namespace {

constexpr std::array<std::string_view, 4> kProtos = {"http", "https", "ws", "wss"};

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsMadeOf(std::string_view text, std::string_view punctuation) {
  return !text.empty() && std::ranges::all_of(text, [punctuation](char c) {
    return IsAlphanumeric(c) || punctuation.contains(c);
  });
}

std::unexpected<base::Error> Malformed(std::string reason, std::string text) {
  return base::Fail(base::Invalid(std::move(reason), std::move(text)));
}

}  // namespace

base::Status CheckAsked(const AskedFor& asked) {
  // A token (RFC 9110 section 5.6.2).
  if (!IsMadeOf(asked.method, "!#$%&'*+-.^_`|~")) {
    return Malformed("malformed_method", "The method asked for is none.");
  }
  if (!IsMadeOf(asked.host, "-._:[]%~")) {
    return Malformed("malformed_host", "The host asked for is malformed.");
  }
  if (!asked.proto.empty() && std::ranges::find(kProtos, asked.proto) == kProtos.end()) {
    return Malformed("malformed_proto", "The protocol asked for is none of http, https, ws, wss.");
  }
  if (!model::IsPlainPath(asked.path)) {
    return Malformed("ambiguous_path", "The path asked for can be read in more than one way.");
  }
  return {};
}

}  // namespace bearward::gateway
