#include "mail/brand.h"

#include <fmt/format.h>
#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/encode.h"
#include "base/time.h"
#include "base/utf8.h"

namespace bearward::mail {
namespace {

constexpr std::string_view kBody = "<body>\r\n";

// CodePointOf decodes a well-formed sequence of UTF-8.
std::uint32_t CodePointOf(std::string_view sequence) {
  std::uint32_t code = static_cast<std::uint8_t>(sequence.front());
  if (sequence.size() > 1) code &= 0x7fU >> sequence.size();
  for (const char c : sequence.substr(1))
    code = code << 6U | (static_cast<std::uint8_t>(c) & 0x3fU);
  return code;
}

// AsciiHtml writes all characters of a name as references, except letters, digits and spaces of
// ASCII, so that it is neither markup nor outside the character set of the email.
std::string AsciiHtml(std::string_view name) {
  std::string html;
  while (!name.empty()) {
    const char c = name.front();
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ' ';
    const std::size_t length = std::max<std::size_t>(base::Utf8SequenceLength(name), 1);
    html += plain ? std::string(1, c) : fmt::format("&#{};", CodePointOf(name.substr(0, length)));
    name.remove_prefix(length);
  }
  return html;
}

std::string LogoOf(const model::Branding& branding, std::string_view origin) {
  if (branding.logo.empty() || origin.empty()) return {};
  return fmt::format(
      "<img src=\"{}/sign-in/logo?environment={}&amp;v={}\" alt=\"\" height=\"40\"><br>\r\n",
      origin, base::PercentEncode(branding.environment.text), base::ToMillis(branding.updated_at));
}

bool IsAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Message Branded(Message message, const model::Branding& branding, std::string_view origin) {
  std::string html(message.html.Reveal());
  const auto at = html.find(kBody);
  if (at != std::string::npos) {
    // The check of the description makes the colour safe in an attribute.
    const std::string border = branding.color.empty()
                                   ? std::string()
                                   : " style=\"border-top:4px solid " + branding.color + "\"";
    html.insert(at + kBody.size(), fmt::format("<p{}><br>\r\n{}<strong>{}</strong></p>\r\n", border,
                                               LogoOf(branding, origin), AsciiHtml(branding.name)));
    message.html = base::Secret(std::move(html));
  }
  if (!branding.name.empty() && IsAscii(branding.name)) {
    message.text = base::Secret(branding.name + "\r\n\r\n" + std::string(message.text.Reveal()));
  }
  return message;
}

}  // namespace bearward::mail
