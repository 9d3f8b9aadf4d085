#include "gateway/header_set.h"

#include <array>
#include <cstddef>
#include <string>

#include "base/ascii.h"

namespace bearward::gateway {
namespace {

constexpr std::size_t kMostWanted = 8;

constexpr char Folded(char c) { return c == '_' || c == '.' ? '-' : base::LowerChar(c); }

// Names of one length mostly differ at the end: the families' begin alike.
bool FoldsTo(std::string_view name, std::string_view wanted) {
  if (name.size() != wanted.size()) return false;
  if (Folded(name.back()) != base::LowerChar(wanted.back())) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (Folded(name[i]) != base::LowerChar(wanted[i])) return false;
  }
  return true;
}

std::unexpected<base::Error> Wrong(std::string reason, std::string_view name,
                                   std::string_view text) {
  return base::Fail(
      base::Invalid(std::move(reason), "The header " + std::string(name) + std::string(text)));
}

}  // namespace

base::Status ReadHeaders(std::span<const http::Header> headers,
                         std::span<const WantedHeader> wanted) {
  std::array<bool, kMostWanted> seen{};
  for (const http::Header& header : headers) {
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (header.name != wanted[i].name) {
        if (!FoldsTo(header.name, wanted[i].name)) continue;
        if (!base::EqualsIgnoreCase(header.name, wanted[i].name)) {
          return Wrong("header_alias", wanted[i].name, " is there by another spelling.");
        }
      }
      if (seen[i]) return Wrong("doubled_header", wanted[i].name, " is there twice.");
      seen[i] = true;
      if (wanted[i].value != nullptr) *wanted[i].value = header.value;
    }
  }
  for (const WantedHeader& header : wanted) {
    if (header.required && header.value->empty()) {
      return Wrong("missing_header", header.name, " is missing.");
    }
  }
  return {};
}

}  // namespace bearward::gateway
