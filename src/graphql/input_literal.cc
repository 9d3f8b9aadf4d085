// Values of literals.
#include <charconv>
#include <cmath>
#include <limits>

#include "graphql/input.h"
#include "json/writer.h"

namespace bearward::graphql {
namespace {

using Scalar = std::expected<json::Value, std::string>;

std::optional<std::int64_t> Integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<double> Real(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  return number;
}

json::Value Number(const Literal& literal) {
  if (literal.kind == LiteralKind::kInt) {
    if (const auto number = Integer(literal.text)) return json::Value::Int(*number);
  }
  const auto number = Real(literal.text);
  return number ? json::Value::Double(*number) : json::Value();
}

// Untyped returns a literal as JSON: the value of a custom scalar.
json::Value Untyped(const Literal& literal, const Arguments* variables) {
  switch (literal.kind) {
    case LiteralKind::kVariable: {
      const json::Value* value = variables == nullptr ? nullptr : variables->Find(literal.text);
      return value == nullptr ? json::Value() : *value;
    }
    case LiteralKind::kInt:
    case LiteralKind::kFloat:
      return Number(literal);
    case LiteralKind::kString:
    case LiteralKind::kEnum:
      return json::Value::String(std::string(literal.text));
    case LiteralKind::kBoolean:
      return json::Value::Bool(literal.text == "true");
    case LiteralKind::kNull:
      return {};
    case LiteralKind::kList: {
      json::Array items;
      for (const Literal& item : literal.items) items.push_back(Untyped(item, variables));
      return json::Value::Of(std::move(items));
    }
    case LiteralKind::kObject: {
      json::Object members;
      for (const LiteralField& field : literal.fields) {
        members.push_back({std::string(field.name.text), Untyped(field.value, variables)});
      }
      return json::Value::Of(std::move(members));
    }
  }
  return {};
}

Scalar IntLiteral(const Literal& literal) {
  if (literal.kind != LiteralKind::kInt) {
    return std::unexpected("Int cannot represent non-integer value: " + DescribeLiteral(literal));
  }
  const auto number = Integer(literal.text);
  if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
      *number > std::numeric_limits<std::int32_t>::max()) {
    return std::unexpected("Int cannot represent non 32-bit signed integer value: " +
                           std::string(literal.text));
  }
  return json::Value::Int(*number);
}

Scalar FloatLiteral(const Literal& literal) {
  if (literal.kind != LiteralKind::kInt && literal.kind != LiteralKind::kFloat) {
    return std::unexpected("Float cannot represent non numeric value: " + DescribeLiteral(literal));
  }
  const auto number = Real(literal.text);
  if (!number) {
    return std::unexpected("Float cannot represent a value out of range: " +
                           std::string(literal.text));
  }
  return json::Value::Double(*number);
}

Scalar BuiltinLiteral(ScalarKind kind, const Literal& literal) {
  switch (kind) {
    case ScalarKind::kInt:
      return IntLiteral(literal);
    case ScalarKind::kFloat:
      return FloatLiteral(literal);
    case ScalarKind::kBoolean:
      if (literal.kind == LiteralKind::kBoolean) return json::Value::Bool(literal.text == "true");
      return std::unexpected("Boolean cannot represent a non boolean value: " +
                             DescribeLiteral(literal));
    case ScalarKind::kId:
      if (literal.kind == LiteralKind::kString || literal.kind == LiteralKind::kInt) {
        return json::Value::String(std::string(literal.text));
      }
      return std::unexpected("ID cannot represent a non-string and non-integer value: " +
                             DescribeLiteral(literal));
    default:
      if (literal.kind == LiteralKind::kString) {
        return json::Value::String(std::string(literal.text));
      }
      return std::unexpected("String cannot represent a non string value: " +
                             DescribeLiteral(literal));
  }
}

std::optional<json::Value> ListLiteral(TypeRef type, const Literal& literal,
                                       const Arguments* variables) {
  json::Array items;
  if (literal.kind != LiteralKind::kList) {
    auto item = CoerceLiteral(type.inner(), literal, variables);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
    return json::Value::Of(std::move(items));
  }
  for (const Literal& node : literal.items) {
    const bool is_missing = node.kind == LiteralKind::kVariable &&
                            (variables == nullptr || variables->Find(node.text) == nullptr);
    if (is_missing && type.inner().is_non_null()) return std::nullopt;
    auto item = is_missing ? json::Value() : CoerceLiteral(type.inner(), node, variables);
    if (!item) return std::nullopt;
    items.push_back(std::move(*item));
  }
  return json::Value::Of(std::move(items));
}

const LiteralField* FindLiteralField(const Literal& literal, std::string_view name) {
  const LiteralField* found = nullptr;
  for (const LiteralField& field : literal.fields) {
    if (field.name.text == name) found = &field;
  }
  return found;
}

std::optional<json::Value> ObjectLiteral(const NamedType& type, const Literal& literal,
                                         const Arguments* variables) {
  if (literal.kind != LiteralKind::kObject) return std::nullopt;
  for (const LiteralField& field : literal.fields) {
    if (type.FindInputField(field.name.text) == nullptr) return std::nullopt;
  }
  json::Object members;
  for (const InputValue& field : type.input_fields) {
    const LiteralField* node = FindLiteralField(literal, field.name());
    const bool is_missing =
        node == nullptr || (node->value.kind == LiteralKind::kVariable &&
                            (variables == nullptr || variables->Find(node->value.text) == nullptr));
    if (is_missing) {
      if (field.default_value) {
        members.push_back({std::string(field.name()), *field.default_value});
      } else if (field.type.is_non_null()) {
        return std::nullopt;
      }
      continue;
    }
    auto value = CoerceLiteral(field.type, node->value, variables);
    if (!value) return std::nullopt;
    members.push_back({std::string(field.name()), std::move(*value)});
  }
  return json::Value::Of(std::move(members));
}

}  // namespace

Scalar CoerceScalarLiteral(const NamedType& type, const Literal& literal,
                           const Arguments* variables) {
  if (type.kind == TypeKind::kEnum) {
    if (literal.kind == LiteralKind::kEnum && type.FindValue(literal.text) != nullptr) {
      return json::Value::String(std::string(literal.text));
    }
    return std::unexpected(std::string());
  }
  if (type.scalar != ScalarKind::kCustom) return BuiltinLiteral(type.scalar, literal);
  json::Value value = Untyped(literal, variables);
  if (!type.parser) return value;
  return type.parser(value);
}

std::optional<json::Value> CoerceLiteral(TypeRef type, const Literal& literal,
                                         const Arguments* variables) {
  if (literal.kind == LiteralKind::kVariable) {
    // The types were compared by the validation; only null in a non-null place remains.
    const json::Value* value = variables == nullptr ? nullptr : variables->Find(literal.text);
    if (value == nullptr || (value->IsNull() && type.is_non_null())) return std::nullopt;
    return *value;
  }
  if (type.is_non_null()) {
    if (literal.kind == LiteralKind::kNull) return std::nullopt;
    type = type.inner();
  }
  if (literal.kind == LiteralKind::kNull) return json::Value();
  if (type.is_list()) return ListLiteral(type, literal, variables);
  if (type.type->kind == TypeKind::kInputObject) {
    return ObjectLiteral(*type.type, literal, variables);
  }
  auto value = CoerceScalarLiteral(*type.type, literal, variables);
  if (!value) return std::nullopt;
  return std::move(*value);
}

std::string DescribeLiteral(const Literal& literal) {
  switch (literal.kind) {
    case LiteralKind::kString:
      return "a string";
    case LiteralKind::kList:
      return "a list";
    case LiteralKind::kObject:
      return "an object";
    default:
      return PrintLiteral(literal);
  }
}

std::string PrintLiteral(const Literal& literal) {
  std::string out;
  switch (literal.kind) {
    case LiteralKind::kVariable:
      return "$" + std::string(literal.text);
    case LiteralKind::kString:
      return json::Quote(literal.text);
    case LiteralKind::kNull:
      return "null";
    case LiteralKind::kList:
      for (const Literal& item : literal.items) {
        out += (out.empty() ? "" : ", ") + PrintLiteral(item);
      }
      return "[" + out + "]";
    case LiteralKind::kObject:
      for (const LiteralField& field : literal.fields) {
        out += out.empty() ? "" : ", ";
        out += std::string(field.name.text) + ": " + PrintLiteral(field.value);
      }
      return "{" + out + "}";
    default:
      return std::string(literal.text);
  }
}

}  // namespace bearward::graphql
