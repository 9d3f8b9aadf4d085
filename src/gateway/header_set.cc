#include "gateway/header_set.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/ascii.h"

namespace bearward::gateway {
namespace {

constexpr std::size_t kMostWanted = 8;

// Lengths is a set of name lengths: a filter that skips most headers without comparing names.
class Lengths {
 public:
  explicit Lengths(std::span<const WantedHeader> wanted) {
    for (const WantedHeader& header : wanted) bits_ |= Bit(header.name);
  }
  bool Hold(std::string_view name) const { return (bits_ & Bit(name)) != 0; }

 private:
  // Lengths that differ by a multiple of 64 share a bit, which only costs an extra comparison.
  static std::uint64_t Bit(std::string_view name) { return std::uint64_t{1} << (name.size() % 64); }

  std::uint64_t bits_ = 0;
};

constexpr char Folded(char c) { return c == '_' || c == '.' ? '-' : base::LowerChar(c); }

// Names of one length usually differ at the end, because a family's names share a prefix.
bool FoldsTo(std::string_view name, std::string_view wanted) {
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
  const Lengths lengths(wanted);
  for (const http::Header& header : headers) {
    if (!lengths.Hold(header.name)) continue;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (header.name.size() != wanted[i].name.size()) continue;
      if (header.name != wanted[i].name) {
        if (!FoldsTo(header.name, wanted[i].name)) continue;
        if (!base::EqualsIgnoreCase(header.name, wanted[i].name)) {
          return Wrong("header_alias", wanted[i].name, " is also sent in another spelling.");
        }
      }
      if (seen[i]) return Wrong("doubled_header", wanted[i].name, " is sent twice.");
      seen[i] = true;
      if (wanted[i].value != nullptr) *wanted[i].value = header.value;
      break;
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
