#include "token/claims_template.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "json/writer.h"

namespace bearward::token {
namespace {

constexpr std::array<std::string_view, 3> kRoots = {"user", "organization",
                                                    "organization_membership"};
constexpr std::array<std::string_view, 6> kReserved = {"iss", "sub", "exp", "iat", "nbf", "jti"};

base::Error Wrong(std::string text) {
  return base::Invalid("invalid_template", std::move(text), {"content"});
}

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Resolve returns the value at a path.
base::Result<json::Value> Resolve(std::string_view path, const json::Value& variables) {
  const std::string_view whole = path;
  if (std::ranges::find(kRoots, path.substr(0, path.find('.'))) == kRoots.end()) {
    return base::Fail(Wrong("Unknown variable \"" + std::string(whole) +
                            "\": a path begins with user, organization or "
                            "organization_membership."));
  }
  const json::Value* value = &variables;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string_view name = path.substr(0, dot);
    if (!IsName(name)) {
      return base::Fail(Wrong("\"" + std::string(whole) + "\" is not a path such as user.email."));
    }
    if (value != nullptr) value = value->IsObject() ? value->Find(name) : nullptr;
    if (dot == std::string_view::npos) return value == nullptr ? json::Value() : *value;
    path.remove_prefix(dot + 1);
  }
}

// Evaluate returns the first alternative of an expression that is not null.
base::Result<json::Value> Evaluate(std::string_view expression, const json::Value& variables) {
  json::Value found;
  while (true) {
    const std::size_t bars = expression.find("||");
    const std::string_view one = Trim(expression.substr(0, bars));
    const bool literal = one.size() >= 2 && one.front() == '\'' && one.back() == '\'';
    json::Value value;
    if (literal) {
      value = json::Value::String(std::string(one.substr(1, one.size() - 2)));
    } else {
      BW_TRY_ASSIGN(value, Resolve(one, variables));
    }
    if (found.IsNull()) found = std::move(value);
    if (bars == std::string_view::npos) return found;
    expression.remove_prefix(bars + 2);
  }
}

// Inside returns the JSON text of a value inside a JSON string.
std::string Inside(const json::Value& value) {
  if (value.IsNull()) return {};
  const std::string text = value.IsString() ? *value.AsString() : json::ToText(value);
  const std::string quoted = json::ToText(json::Value::String(text));
  return quoted.substr(1, quoted.size() - 2);
}

base::Result<std::string> Interpolate(std::string_view text, const json::Value& variables) {
  std::string out;
  bool in_string = false;
  while (!text.empty()) {
    if (text.starts_with("{{")) {
      const std::size_t end = text.find("}}");
      if (end == std::string_view::npos) return base::Fail(Wrong("A \"{{\" has no \"}}\"."));
      BW_TRY_ASSIGN(const auto value, Evaluate(text.substr(2, end - 2), variables));
      out += in_string ? Inside(value) : json::ToText(value);
      text.remove_prefix(end + 2);
      continue;
    }
    const std::size_t length = in_string && text.front() == '\\' && text.size() > 1 ? 2 : 1;
    if (text.front() == '"') in_string = !in_string;
    out += text.substr(0, length);
    text.remove_prefix(length);
  }
  return out;
}

// Members returns all members of the rendered object.
base::Result<json::Object> Members(std::string_view text, const json::Value& variables) {
  if (text.size() > kLongestTemplate) {
    return base::Fail(
        Wrong("A template has at most " + std::to_string(kLongestTemplate) + " bytes."));
  }
  BW_TRY_ASSIGN(const std::string rendered, Interpolate(text, variables));
  const auto parsed = json::Parse(rendered);
  if (!parsed || !parsed->IsObject()) {
    return base::Fail(
        Wrong("The template must be a JSON object such as "
              "{\"email\": {{ user.email }}}."));
  }
  for (const json::Member& member : *parsed->AsObject()) {
    if (std::ranges::find(kReserved, member.key) == kReserved.end()) continue;
    return base::Fail(Wrong("The claim \"" + member.key + "\" cannot be set by a template."));
  }
  return *parsed->AsObject();
}

}  // namespace

base::Result<json::Object> RenderClaims(std::string_view text, const json::Value& variables) {
  BW_TRY_ASSIGN(json::Object claims, Members(text, variables));
  std::erase_if(claims, [](const json::Member& member) { return member.value.IsNull(); });
  if (json::ToText(json::Value::Of(claims)).size() > kMostTemplateClaims) {
    return base::Fail(
        Wrong("The claims have at most " + std::to_string(kMostTemplateClaims) + " bytes."));
  }
  return claims;
}

base::Status CheckClaimsTemplate(std::string_view text) {
  BW_TRY_ASSIGN(const json::Object members, Members(text, json::Value::Of(json::Object())));
  return members.empty() ? base::Fail(Wrong("The template has no claim.")) : base::Status();
}

}  // namespace bearward::token
