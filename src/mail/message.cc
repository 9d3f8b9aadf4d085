#include "mail/message.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bearward::mail {
namespace {

constexpr std::string_view kCode = "code";
constexpr std::string_view kUrl = "url";
constexpr std::string_view kKey = "key";
constexpr std::string_view kEndpoint = "endpoint";

// Template is the text of one kind of letter. The variable stands between `before` and `after`.
struct Template {
  std::string_view subject;
  std::string_view before;
  std::string_view after;
  std::string_view variable;
};

// The rows are in the order of Letter.
constexpr std::array<Template, 8> kTemplates = {{
    {"Verify your email address", "Enter this code to verify your email address:",
     "The code expires in 10 minutes. If you did not request it, ignore this email.", kCode},
    {"Your sign-in code", "Enter this code to sign in:",
     "The code expires in 10 minutes. If you did not request it, ignore this email.", kCode},
    {"Reset your password", "Open this link to set a new password:",
     "The link expires in 15 minutes. If you did not request it, ignore this email.", kUrl},
    {"Confirm your new email address", "Enter this code to confirm your new email address:",
     "The code expires in 10 minutes. If you did not request it, ignore this email.", kCode},
    {"You are invited", "Open this link to accept the invitation:",
     "If you do not expect an invitation, ignore this email.", kUrl},
    {"Your sign-in link", "Open this link to sign in:",
     "The link can be used once. If you did not request it, ignore this email.", kUrl},
    {"An API key expires soon",
     "Replace this API key before it expires:", "Afterwards requests with it are refused.", kKey},
    {"An endpoint of webhooks is disabled",
     "This endpoint is disabled, because no request to it has succeeded for five days:",
     "Enable it again when it answers, and then replay the events that it has missed.", kEndpoint},
}};

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string HtmlOf(const Template& form, std::string_view variable) {
  const std::string safe = Escaped(variable);
  std::string html = "<!DOCTYPE html>\r\n<html lang=\"en\"><body>\r\n<p>";
  html.append(form.before).append("</p>\r\n");
  if (form.variable == kUrl) {
    html.append("<p><a href=\"").append(safe).append("\">").append(safe).append("</a></p>");
  } else {
    html.append("<p><strong>").append(safe).append("</strong></p>");
  }
  return html.append("\r\n<p>").append(form.after).append("</p>\r\n</body></html>\r\n");
}

std::string TextOf(const Template& form, std::string_view variable) {
  return std::string(form.before)
      .append("\r\n\r\n")
      .append(variable)
      .append("\r\n\r\n")
      .append(form.after)
      .append("\r\n");
}

void AppendPart(std::string& wire, std::string_view boundary, std::string_view type,
                const base::Secret& body) {
  wire.append("--").append(boundary).append("\r\nContent-Type: ").append(type);
  wire.append("; charset=us-ascii\r\n\r\n").append(body.Reveal()).append("\r\n");
}

// Date returns the time in the form of RFC 5322 section 3.3.
std::string Date(base::Time at) {
  std::string date = base::FormatHttpDate(at);
  return date.substr(0, date.size() - 3) + "+0000";  // the same form, with "GMT" at its end
}

}  // namespace

bool IsMailable(std::string_view address) {
  constexpr std::string_view kReserved = "()<>[]:;,\\\" ";
  const auto at = address.find('@');
  return at != 0 && at != std::string_view::npos && at + 1 < address.size() &&
         address.find('@', at + 1) == std::string_view::npos &&
         std::ranges::all_of(address, [&](char c) {
           return c > ' ' && c < '\x7f' && kReserved.find(c) == std::string_view::npos;
         });
}

std::string_view VariableName(Letter letter) {
  return kTemplates.at(static_cast<std::size_t>(letter)).variable;
}

Message Compose(Letter letter, std::string to, const base::Secret& variable) {
  const Template& form = kTemplates.at(static_cast<std::size_t>(letter));
  return {.letter = letter,
          .variable = variable,
          .to = std::move(to),
          .subject = std::string(form.subject),
          .text = base::Secret(TextOf(form, variable.Reveal())),
          .html = base::Secret(HtmlOf(form, variable.Reveal()))};
}

base::Secret WireForm(const Message& message, const Envelope& envelope) {
  const std::string boundary = "part-" + envelope.id;
  const std::string domain = envelope.from.substr(envelope.from.find('@') + 1);
  std::string wire = "From: <" + envelope.from + ">\r\nTo: <" + message.to + ">\r\n";
  wire += "Subject: " + message.subject + "\r\nDate: " + Date(envelope.at) + "\r\n";
  wire += "Message-ID: <" + envelope.id + "@" + domain + ">\r\n";
  wire += "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n";
  wire += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
  AppendPart(wire, boundary, "text/plain", message.text);
  AppendPart(wire, boundary, "text/html", message.html);
  wire += "--" + boundary + "--\r\n";
  return base::Secret(std::move(wire));
}

}  // namespace bearward::mail
