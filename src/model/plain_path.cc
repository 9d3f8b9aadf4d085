#include "model/plain_path.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/utf8.h"

namespace bearward::model {
namespace {

std::optional<unsigned> HexDigit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

// EscapedAt returns the byte that a complete percent-encoding at the start of the text represents.
std::optional<unsigned> EscapedAt(std::string_view text) {
  if (text.size() < 3) return std::nullopt;
  const auto high = HexDigit(text[1]);
  const auto low = HexDigit(text[2]);
  if (!high || !low) return std::nullopt;
  return *high * 16 + *low;
}

bool IsPlainEscape(std::string_view text) {
  const auto byte = EscapedAt(text);
  if (!byte || *byte < 0x20 || *byte == 0x7f) return false;
  if (std::string_view("./\\;").contains(static_cast<char>(*byte))) return false;
  // A server that decodes twice would find an escape here that other servers do not see.
  const bool nested = *byte == '%' && text.size() >= 5 && HexDigit(text[3]) && HexDigit(text[4]);
  return !nested;
}

// EscapeSize returns the size of the escapes at the start that represent one character; 0 if they
// make a path ambiguous. Bytes beyond ASCII must be well-formed UTF-8, because a server that
// decodes overlong forms would find a '.' or '/' in them.
std::size_t EscapeSize(std::string_view text) {
  constexpr std::size_t kSize = 3;
  std::array<char, 4> bytes{};
  std::size_t count = 0;
  for (auto rest = text; count < bytes.size() && rest.starts_with('%'); rest.remove_prefix(kSize)) {
    const auto byte = EscapedAt(rest);
    if (!byte || *byte < 0x80) break;
    bytes[count++] = static_cast<char>(*byte);
  }
  if (count > 0) return kSize * base::Utf8SequenceLength({bytes.data(), count});
  return IsPlainEscape(text) ? kSize : 0;
}

constexpr std::array<bool, 256> kPlainBytes = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x21; c < 0x7f; ++c) plain[c] = true;
  for (const char c : std::string_view("\\;#?%/")) plain[static_cast<unsigned char>(c)] = false;
  return plain;
}();

bool IsDots(std::string_view segment) { return segment == "." || segment == ".."; }

bool IsEncodedSlash(std::string_view text) {
  return text.size() >= 3 && text[0] == '%' && text[1] == '2' && (text[2] == 'f' || text[2] == 'F');
}

// kResolving is the order in which servers resolve these forms.
constexpr std::array<PathForm, 3> kResolving = {PathForm::kEncodedSlash, PathForm::kSemicolon,
                                                PathForm::kDoubleSlash};

std::string WithSlashesDecoded(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const bool slash = IsEncodedSlash(path);
    out += slash ? '/' : path.front();
    path.remove_prefix(slash ? 3 : 1);
  }
  return out;
}

std::string WithoutParameters(std::string_view path) {
  std::string out;
  bool within = false;
  for (const char c : path) {
    within = c == ';' || (within && c != '/');
    if (!within) out += c;
  }
  return out;
}

std::string WithSlashesMerged(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c != '/' || !out.ends_with('/')) out += c;
  }
  return out;
}

std::string Resolved(std::string_view path, PathForm form) {
  switch (form) {
    case PathForm::kEncodedSlash:
      return WithSlashesDecoded(path);
    case PathForm::kSemicolon:
      return WithoutParameters(path);
    case PathForm::kDoubleSlash:
      return WithSlashesMerged(path);
  }
  return std::string(path);
}

bool Has(std::span<const PathForm> forms, PathForm form) {
  return std::ranges::find(forms, form) != forms.end();
}

// A server that supports path parameters ends a segment at the ';'; other servers treat it as a
// character of the segment.
std::string WithParametersAsText(std::string path) {
  std::ranges::replace(path, ';', 'x');
  return path;
}

// AreAllPlain checks two interpretations that represent all others: the one with all forms resolved
// contains every dot segment that any interpretation contains, and the one that keeps the
// parameters contains every other byte.
bool AreAllPlain(std::string_view path, std::span<const PathForm> forms) {
  std::string resolved(path);
  std::string kept(path);
  for (const PathForm form : kResolving) {
    if (!Has(forms, form)) continue;
    resolved = Resolved(resolved, form);
    kept = form == PathForm::kSemicolon ? WithParametersAsText(kept) : Resolved(kept, form);
  }
  return IsPlainPath(resolved) && IsPlainPath(kept);
}

}  // namespace

bool IsPlainPath(std::string_view path) {
  if (!path.starts_with('/')) return false;
  std::size_t segment = 1;
  for (std::size_t i = 1; i < path.size(); ++i) {
    const char c = path[i];
    if (kPlainBytes[static_cast<unsigned char>(c)]) continue;
    if (c == '/') {
      if (i == segment || IsDots(path.substr(segment, i - segment))) return false;
      segment = i + 1;
    } else {
      const std::size_t size = c == '%' ? EscapeSize(path.substr(i)) : 0;
      if (size == 0) return false;
      i += size - 1;
    }
  }
  return !IsDots(path.substr(segment));
}

std::vector<std::string> ReadingsOf(std::string_view path, std::span<const PathForm> forms) {
  if (!AreAllPlain(path, forms)) return {};
  std::vector<std::string> readings = {std::string(path)};
  for (const PathForm form : kResolving) {
    if (!Has(forms, form)) continue;
    for (std::size_t i = readings.size(); i > 0; --i) {
      std::string resolved = Resolved(readings[i - 1], form);
      if (resolved != readings[i - 1]) readings.push_back(std::move(resolved));
    }
  }
  return readings;
}

bool IsUnderPrefix(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/';
}

}  // namespace bearward::model
