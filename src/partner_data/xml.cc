#include "partner_data/xml.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/utf8.h"
#include "partner_data/load_table.h"

namespace bearward::partner_data {
namespace {

using base::Result;

std::unexpected<base::Error> Malformed() {
  return base::Fail(MalformedFile("A sheet of the file is no readable XML."));
}

std::string_view LocalName(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

constexpr std::array<std::pair<std::string_view, char>, 5> kEntities = {
    {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}}};

// AppendUtf8 appends a code point; the caller checks the result.
void AppendUtf8(std::string& out, std::uint32_t code) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0U | code >> 6U);
    add(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    add(0xE0U | code >> 12U);
    add(0x80U | (code >> 6U & 0x3FU));
    add(0x80U | (code & 0x3FU));
  } else {
    add(0xF0U | code >> 18U);
    add(0x80U | (code >> 12U & 0x3FU));
    add(0x80U | (code >> 6U & 0x3FU));
    add(0x80U | (code & 0x3FU));
  }
}

base::Status AppendEntity(std::string& out, std::string_view name) {
  if (!name.starts_with('#')) {
    const auto found = std::ranges::find(kEntities, name, &decltype(kEntities)::value_type::first);
    if (found == kEntities.end()) return Malformed();
    out += found->second;
    return {};
  }
  const bool hex = name.starts_with("#x");
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, code, hex ? 16 : 10);
  constexpr std::uint32_t kLastCode = 0x10FFFF;
  if (error != std::errc() || stop != end || code == 0 || code > kLastCode) return Malformed();
  AppendUtf8(out, code);
  return {};
}

}  // namespace

base::Status Xml::SkipTo(std::string_view end) {
  const auto found = text_.find(end, at_);
  if (found == std::string_view::npos) return Malformed();
  at_ = found + end.size();
  return {};
}

Result<std::optional<XmlToken>> Xml::Next() {
  while (at_ < text_.size()) {
    if (text_[at_] != '<') {
      const std::size_t end = std::min(text_.find('<', at_), text_.size());
      XmlToken token{.text = text_.substr(at_, end - at_)};
      at_ = end;
      return token;
    }
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      BW_TRY(SkipTo("-->"));
      continue;
    }
    if (rest.starts_with("<?")) {
      BW_TRY(SkipTo("?>"));
      continue;
    }
    const std::size_t end = rest.find('>');
    // A DTD and CDATA do not occur in sheets.
    if (end == std::string_view::npos || rest.starts_with("<!")) return Malformed();
    at_ += end + 1;
    std::string_view inner = rest.substr(1, end - 1);
    XmlToken token{.kind = XmlToken::Kind::kOpen};
    if (inner.starts_with('/')) {
      token.kind = XmlToken::Kind::kClose;
      inner.remove_prefix(1);
    } else if (inner.ends_with('/')) {
      token.empty = true;
      inner.remove_suffix(1);
    }
    const std::size_t space = std::min(inner.find_first_of(" \t\r\n"), inner.size());
    token.name = LocalName(inner.substr(0, space));
    token.attributes = inner.substr(space);
    return token;
  }
  return std::nullopt;
}

std::string_view AttributeOf(std::string_view attributes, std::string_view name) {
  std::size_t at = 0;
  while (at < attributes.size()) {
    const std::size_t start = attributes.find_first_not_of(" \t\r\n", at);
    if (start == std::string_view::npos) return {};
    const std::size_t equals = attributes.find('=', start);
    if (equals == std::string_view::npos || equals + 1 >= attributes.size()) return {};
    const char quote = attributes[equals + 1];
    const std::size_t end = attributes.find(quote, equals + 2);
    if ((quote != '"' && quote != '\'') || end == std::string_view::npos) return {};
    if (attributes.substr(start, equals - start) == name) {
      return attributes.substr(equals + 2, end - equals - 2);
    }
    at = end + 1;
  }
  return {};
}

Result<std::string> Unescape(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('&'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const std::size_t end = text.find(';');
    if (end == std::string_view::npos) return Malformed();
    BW_TRY(AppendEntity(out, text.substr(1, end - 1)));
    text.remove_prefix(end + 1);
  }
  if (!base::IsUtf8(out) || out.find('\0') != std::string::npos) return Malformed();
  return out;
}

}  // namespace bearward::partner_data
