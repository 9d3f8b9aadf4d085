#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "json/writer.h"
#include "jwt_template/ast.h"
#include "jwt_template/parser.h"
#include "jwt_template/template.h"

namespace bearward::jwt_template {
namespace {

using base::Result;
using json::Value;

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

base::Error TooBig() {
  return base::Invalid(std::string(kTooBig), "The claims of the JWT template have more than " +
                                                 std::to_string(kMostClaims) + " bytes.");
}

const Value* Step(const Value& value, const std::string& name) {
  const json::Array* const items = value.AsArray();
  if (items == nullptr) return value.Find(name);
  std::size_t index = items->size();
  std::from_chars(name.data(), name.data() + name.size(), index);
  return index < items->size() ? &(*items)[index] : nullptr;
}

// Renderer stops when the claims get too big, so that no template makes more work than that.
class Renderer {
 public:
  explicit Renderer(const Value& variables) : variables_(variables) {}

  Result<Value> Render(const Node& node) {
    return std::visit([this](const auto& of_kind) { return Of(of_kind); }, node.value);
  }

 private:
  Result<Value> Of(const Value& value) { return Counted(value); }
  Result<Value> Of(const Expression& expression) {
    Value value = Evaluate(expression);
    const std::string* const text = value.AsString();
    return Counted(text == nullptr ? std::move(value) : Value::String(std::string(Trim(*text))));
  }
  Result<Value> Of(const TextNode& node) {
    std::string text;
    for (const auto& part : node.parts) {
      const auto* const expression = std::get_if<Expression>(&part);
      text += expression == nullptr ? std::get<std::string>(part) : TextOf(Evaluate(*expression));
      if (text.size() > kMostClaims) return base::Fail(TooBig());
    }
    return Counted(Value::String(std::string(Trim(text))));
  }
  Result<Value> Of(const ArrayNode& node) {
    json::Array items;
    for (const Node& item : node.items) {
      BW_TRY_ASSIGN(Value value, Render(item));
      items.push_back(std::move(value));
    }
    return Value::Of(std::move(items));
  }
  Result<Value> Of(const ObjectNode& node) {
    json::Object members;
    for (const MemberNode& member : node.members) {
      BW_TRY_ASSIGN(Value value, Render(member.node));
      members.push_back({member.key, std::move(value)});
    }
    return Value::Of(std::move(members));
  }

  Value Evaluate(const Expression& expression) const {
    for (const auto& operand : expression.operands) {
      if (const auto* literal = std::get_if<std::string>(&operand)) return Value::String(*literal);
      const Value* value = &variables_;
      for (const std::string& name : std::get<Path>(operand).names) {
        value = value == nullptr ? nullptr : Step(*value, name);
      }
      if (value != nullptr && !value->IsNull()) return *value;
    }
    return {};
  }
  // A member that a customer named may be a collection, which has no text. It counts as null, so
  // that one user's attribute does not keep this user from signing in.
  static std::string TextOf(const Value& value) {
    if (value.IsNull() || value.IsObject() || value.IsArray()) return {};
    return value.IsString() ? *value.AsString() : json::ToText(value);
  }

  Result<Value> Counted(Value value) {
    if (value.IsNull()) return value;
    const std::size_t size = json::ToText(value).size();
    if (size > left_) return base::Fail(TooBig());
    left_ -= size;
    return value;
  }

  const Value& variables_;
  std::size_t left_ = kMostClaims;
};

}  // namespace

Result<Template> Template::Parse(std::string_view text) {
  if (text.size() > kLongestTemplate) {
    return base::Fail(base::Invalid(
        "invalid_template",
        "A template has at most " + std::to_string(kLongestTemplate) + " bytes.", {"content"}));
  }
  BW_TRY_ASSIGN(ObjectNode root, Parser(text).Run());
  return Template(std::make_shared<const ObjectNode>(std::move(root)));
}

Result<json::Object> Template::Render(const Value& variables) const {
  Renderer renderer(variables);
  json::Object claims;
  for (const MemberNode& member : root_->members) {
    BW_TRY_ASSIGN(Value value, renderer.Render(member.node));
    if (!value.IsNull()) claims.push_back({member.key, std::move(value)});
  }
  if (json::ToText(Value::Of(claims)).size() <= kMostClaims) return claims;
  return base::Fail(TooBig());
}

}  // namespace bearward::jwt_template
