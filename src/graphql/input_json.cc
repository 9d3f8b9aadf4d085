// Values of variables and arguments.
#include <cmath>
#include <limits>

#include "base/near_miss.h"
#include "graphql/input.h"

namespace bearward::graphql {
namespace {

// VariableCoercion coerces one variable and collects its errors.
class VariableCoercion {
 public:
  VariableCoercion(std::string_view name, std::vector<std::string>& errors, std::size_t max_errors)
      : name_(name), errors_(errors), max_errors_(max_errors) {}

  json::Value Coerce(TypeRef type, const json::Value& value, const std::string& path) {
    if (errors_.size() >= max_errors_) return {};
    if (type.is_non_null()) {
      if (value.IsNull()) {
        Report(path, "Expected non-nullable type \"" + Show(type) + "\" not to be null.");
        return {};
      }
      type = type.inner();
    }
    if (value.IsNull()) return {};
    if (type.is_list()) return List(type, value, path);
    if (type.type->kind == TypeKind::kInputObject) return Object(*type.type, value, path);
    return Leaf(*type.type, value, path);
  }

 private:
  // Report adds an error. It does not contain the value, which may be a secret.
  void Report(const std::string& path, const std::string& reason) {
    if (errors_.size() >= max_errors_) return;
    std::string text = "Variable \"$" + name_ + "\" got an invalid value";
    if (!path.empty()) text += " at \"" + name_ + path + "\"";
    errors_.push_back(text + ". " + reason);
  }

  json::Value List(TypeRef type, const json::Value& value, const std::string& path) {
    json::Array items;
    const json::Array* given = value.AsArray();
    if (given == nullptr) {
      items.push_back(Coerce(type.inner(), value, path));
      return json::Value::Of(std::move(items));
    }
    items.reserve(given->size());
    for (std::size_t i = 0; i < given->size(); ++i) {
      items.push_back(Coerce(type.inner(), (*given)[i], path + "[" + std::to_string(i) + "]"));
    }
    return json::Value::Of(std::move(items));
  }

  json::Value Object(const NamedType& type, const json::Value& value, const std::string& path) {
    if (!value.IsObject()) {
      Report(path, "Expected type \"" + std::string(type.name) + "\" to be an object.");
      return {};
    }
    json::Object members;
    for (const InputValue& field : type.input_fields) {
      const json::Value* given = value.Find(field.name());
      if (given != nullptr) {
        const std::string inner = path + "." + std::string(field.name());
        members.push_back({std::string(field.name()), Coerce(field.type, *given, inner)});
      } else if (field.default_value) {
        members.push_back({std::string(field.name()), *field.default_value});
      } else if (field.type.is_non_null()) {
        Report(path, "Field \"" + std::string(field.name()) + "\" of required type \"" +
                         Show(field.type) + "\" was not provided.");
      }
    }
    RefuseUnknownFields(type, value, path);
    return json::Value::Of(std::move(members));
  }

  void RefuseUnknownFields(const NamedType& type, const json::Value& value,
                           const std::string& path) {
    for (const json::Member& member : *value.AsObject()) {
      if (errors_.size() >= max_errors_) return;
      if (type.FindInputField(member.key) != nullptr) continue;
      std::vector<std::string_view> known;
      for (const InputValue& field : type.input_fields) known.push_back(field.name());
      Report(path, "Field \"" + member.key + "\" is not defined by type \"" +
                       std::string(type.name) + "\"." + base::Suggest(member.key, known, ""));
    }
  }

  json::Value Leaf(const NamedType& type, const json::Value& value, const std::string& path) {
    auto parsed = Parsed(type, value);
    if (parsed) return std::move(*parsed);
    Report(path, parsed.error());
    return {};
  }

  static std::expected<json::Value, std::string> Parsed(const NamedType& type,
                                                        const json::Value& value) {
    if (type.kind == TypeKind::kEnum) return EnumName(type, value);
    switch (type.scalar) {
      case ScalarKind::kInt:
        return Int(value);
      case ScalarKind::kFloat:
        if (value.IsNumber()) return json::Value::Double(*value.AsDouble());
        return std::unexpected("Float cannot represent non numeric value.");
      case ScalarKind::kString:
        if (value.IsString()) return value;
        return std::unexpected("String cannot represent a non string value.");
      case ScalarKind::kBoolean:
        if (value.IsBool()) return value;
        return std::unexpected("Boolean cannot represent a non boolean value.");
      case ScalarKind::kId:
        if (value.IsString()) return value;
        if (value.IsInt()) return json::Value::String(std::to_string(*value.AsInt()));
        return std::unexpected("ID cannot represent this value; it accepts strings and integers.");
      case ScalarKind::kCustom:
        break;
    }
    if (!type.parser) return value;
    return type.parser(value);
  }

  static std::expected<json::Value, std::string> EnumName(const NamedType& type,
                                                          const json::Value& value) {
    const std::string* text = value.AsString();
    if (text != nullptr && type.FindValue(*text) != nullptr) return value;
    std::vector<std::string_view> known;
    for (const EnumValue& one : type.values) known.push_back(one.name());
    return std::unexpected("Value does not exist in \"" + std::string(type.name) + "\" enum." +
                           (text == nullptr ? "" : base::Suggest(*text, known, "")));
  }

  static std::expected<json::Value, std::string> Int(const json::Value& value) {
    const auto number = value.AsDouble();
    if (!number || std::trunc(*number) != *number) {
      return std::unexpected("Int cannot represent non-integer value.");
    }
    if (*number < std::numeric_limits<std::int32_t>::min() ||
        *number > std::numeric_limits<std::int32_t>::max()) {
      return std::unexpected("Int cannot represent non 32-bit signed integer value.");
    }
    return json::Value::Int(static_cast<std::int64_t>(*number));
  }

  std::string name_;
  std::vector<std::string>& errors_;
  std::size_t max_errors_;
};

const ArgumentNode* FindNode(Slice<ArgumentNode> nodes, std::string_view name) {
  for (const ArgumentNode& node : nodes) {
    if (node.name.text == name) return &node;
  }
  return nullptr;
}

}  // namespace

TypeRef TypeOf(const Schema& schema, const TypeNode& node) {
  return {schema.FindType(node.name.text), node.wrappers};
}

std::expected<Arguments, std::vector<Error>> CoerceVariables(const Schema& schema,
                                                             const Document& document,
                                                             const OperationNode& operation,
                                                             const json::Value& provided,
                                                             std::size_t max_errors) {
  Arguments values;
  std::vector<Error> errors;
  for (const VariableNode& variable : operation.variables) {
    const std::string name(variable.name.text);
    const TypeRef type = TypeOf(schema, variable.type);
    const json::Value* value = provided.Find(name);
    std::vector<std::string> texts;
    if (value != nullptr) {
      values.Add(name, VariableCoercion(name, texts, max_errors).Coerce(type, *value, ""));
    } else if (variable.default_value != nullptr) {
      values.Add(name,
                 CoerceLiteral(type, *variable.default_value, nullptr).value_or(json::Value()));
    } else if (type.is_non_null()) {
      texts.push_back("Variable \"$" + name + "\" of required type \"" + Show(type) +
                      "\" was not provided.");
    }
    for (std::string& text : texts) {
      errors.push_back({.message = std::move(text),
                        .locations = {document.LocationOf(variable.name.offset)},
                        .code = std::string(kBadInput)});
    }
    if (errors.size() >= max_errors) break;
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return values;
}

std::optional<std::string> CoerceArguments(const std::vector<InputValue>& definitions,
                                           Slice<ArgumentNode> nodes, const Arguments& variables,
                                           Arguments& out) {
  for (const InputValue& definition : definitions) {
    const ArgumentNode* node = FindNode(nodes, definition.name());
    const bool is_missing = node == nullptr || (node->value.kind == LiteralKind::kVariable &&
                                                variables.Find(node->value.text) == nullptr);
    if (is_missing) {
      if (definition.default_value) {
        out.Add(definition.name(), *definition.default_value);
      } else if (definition.type.is_non_null()) {
        return "Argument \"" + std::string(definition.name()) + "\" of required type \"" +
               Show(definition.type) + "\" was not provided.";
      }
      continue;
    }
    auto value = CoerceLiteral(definition.type, node->value, &variables);
    if (!value) {
      return "Argument \"" + std::string(definition.name()) + "\" has invalid value " +
             DescribeLiteral(node->value) + " for the type \"" + Show(definition.type) + "\".";
    }
    out.Add(definition.name(), std::move(*value));
  }
  return std::nullopt;
}

}  // namespace bearward::graphql
