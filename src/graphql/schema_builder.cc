#include "graphql/schema_builder.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "base/near_miss.h"
#include "graphql/builtin.h"
#include "graphql/input.h"

namespace bearward::graphql {
namespace {

constexpr std::string_view kRootNames[] = {"Query", "Mutation", "Subscription"};
constexpr std::string_view kOperationWords[] = {"query", "mutation", "subscription"};
constexpr std::string_view kKindWords[] = {"scalar", "object", "interface",
                                           "union",  "enum",   "input object"};

const DirectiveNode* FindApplied(Slice<DirectiveNode> directives, std::string_view name) {
  for (const DirectiveNode& directive : directives) {
    if (directive.name.text == name) return &directive;
  }
  return nullptr;
}

const Literal* FindValue(const DirectiveNode& directive, std::string_view name) {
  for (const ArgumentNode& argument : directive.arguments) {
    if (argument.name.text == name) return &argument.value;
  }
  return nullptr;
}

Deprecation DeprecationOf(Slice<DirectiveNode> directives) {
  const DirectiveNode* applied = FindApplied(directives, "deprecated");
  if (applied == nullptr) return std::nullopt;
  const Literal* reason = FindValue(*applied, "reason");
  if (reason == nullptr) return "No longer supported";
  if (reason->kind == LiteralKind::kString) return reason->text;
  return std::nullopt;
}

ScalarKind ScalarKindOf(std::string_view name) {
  if (name == "Int") return ScalarKind::kInt;
  if (name == "Float") return ScalarKind::kFloat;
  if (name == "String") return ScalarKind::kString;
  if (name == "Boolean") return ScalarKind::kBoolean;
  return name == "ID" ? ScalarKind::kId : ScalarKind::kCustom;
}

std::uint64_t Number(const Literal& literal) {
  std::uint64_t number = 0;
  std::from_chars(literal.text.data(), literal.text.data() + literal.text.size(), number);
  return number;
}

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

}  // namespace

std::expected<Schema, std::vector<Error>> SchemaBuilder::Run(std::string_view text) {
  const Limits limits{.max_bytes = std::size_t{16} << 20, .max_tokens = 2'000'000};
  auto builtin = Document::Parse(BuiltinDefinitions(), limits);
  if (!builtin) return std::unexpected(std::vector{std::move(builtin.error())});
  auto parsed = Document::Parse(text, limits);
  if (!parsed) return std::unexpected(std::vector{std::move(parsed.error())});
  schema_.documents_.push_back(std::move(*builtin));
  schema_.documents_.push_back(std::move(*parsed));
  text_ = &schema_.documents_[1];
  for (const OperationNode& operation : text_->operations()) {
    Report("TypeSystemDefinitions", "A schema text cannot contain operations.", operation.offset);
  }
  for (const FragmentNode& fragment : text_->fragments()) {
    Report("TypeSystemDefinitions", "A schema text cannot contain fragments.", fragment.offset);
  }
  for (const Document& document : schema_.documents_) {
    DeclareTypes(document, &document != text_);
  }
  for (const Document& document : schema_.documents_) {
    for (const TypeDefinitionNode& node : document.types()) {
      if (NamedType* type = schema_.MutableType(node.name.text)) Fill(*type, node);
    }
    DeclareDirectives(document, &document != text_);
  }
  FillRoots(*text_);
  LinkInterfaces();
  if (errors_.empty()) CoerceDefaults();
  SeparateMeta();
  if (errors_.empty()) CheckSchema(schema_, *text_, errors_);
  if (!errors_.empty()) return std::unexpected(std::move(errors_));
  DropUnusedScalars();
  schema_.BindIntrospection();
  return std::move(schema_);
}

void SchemaBuilder::Report(std::string_view rule, std::string message, std::uint32_t offset) {
  errors_.push_back({.message = std::move(message),
                     .locations = {text_->LocationOf(offset)},
                     .code = std::string(kValidationFailed),
                     .rule = rule});
}

void SchemaBuilder::DeclareTypes(const Document& document, bool is_builtin) {
  for (const TypeDefinitionNode& node : document.types()) {
    if (!node.is_extension) DeclareType(node, is_builtin);
  }
  for (const TypeDefinitionNode& node : document.types()) {
    if (node.is_extension) Extend(node);
  }
}

void SchemaBuilder::DeclareType(const TypeDefinitionNode& node, bool is_builtin) {
  if (schema_.MutableType(node.name.text) != nullptr) {
    Report("UniqueTypeNames", "There can be only one type named " + Quoted(node.name.text) + ".",
           node.name.offset);
    return;
  }
  auto type = std::make_unique<NamedType>();
  type->kind = node.kind;
  type->is_builtin = is_builtin;
  type->name = node.name.text;
  type->description = node.description;
  type->offset = node.name.offset;
  if (is_builtin) type->scalar = ScalarKindOf(node.name.text);
  schema_.types_by_name_.emplace(type->name, type.get());
  schema_.types_.push_back(std::move(type));
}

void SchemaBuilder::Extend(const TypeDefinitionNode& node) {
  const NamedType* type = schema_.FindType(node.name.text);
  if (type == nullptr) {
    Report("PossibleTypeExtensions",
           "Cannot extend type " + Quoted(node.name.text) + " because it is not defined.",
           node.name.offset);
  } else if (type->kind != node.kind) {
    Report("PossibleTypeExtensions",
           "Cannot extend non-" + std::string(kKindWords[static_cast<int>(node.kind)]) + " type " +
               Quoted(node.name.text) + ".",
           node.name.offset);
  }
}

void SchemaBuilder::DeclareDirectives(const Document& document, bool is_builtin) {
  for (const DirectiveDefinitionNode& node : document.directives()) {
    if (schema_.FindDirective(node.name.text) != nullptr) {
      Report("UniqueDirectiveNames",
             "There can be only one directive named \"@" + std::string(node.name.text) + "\".",
             node.name.offset);
      continue;
    }
    DirectiveType directive{.node = &node, .is_builtin = is_builtin, .arguments = {}};
    directive.is_internal =
        is_builtin && (node.name.text == "cost" || node.name.text == "listSize");
    FillInputs(directive.arguments, node.arguments, "@" + std::string(node.name.text),
               "UniqueArgumentDefinitionNames");
    schema_.directives_.push_back(std::move(directive));
  }
}

void SchemaBuilder::Fill(NamedType& type, const TypeDefinitionNode& node) {
  // A second definition was reported; its parts would only repeat the fault.
  const bool is_second = !node.is_extension && node.name.text.data() != type.name.data();
  if (is_second || node.kind != type.kind) return;
  FillNames(type, node);
  for (const FieldNode& field : node.fields) FillField(type, field);
  FillInputs(type.input_fields, node.input_fields, type.name, "UniqueFieldDefinitionNames");
  for (const EnumValueNode& value : node.values) {
    if (type.FindValue(value.name.text) != nullptr) {
      Report("UniqueEnumValueNames",
             "Enum value \"" + std::string(type.name) + "." + std::string(value.name.text) +
                 "\" can only be defined once.",
             value.name.offset);
      continue;
    }
    type.values.push_back({&value, DeprecationOf(value.directives)});
  }
  if (const DirectiveNode* applied = FindApplied(node.directives, "specifiedBy")) {
    const Literal* url = FindValue(*applied, "url");
    if (url != nullptr) type.specified_by = url->text;
  }
}

void SchemaBuilder::FillNames(NamedType& type, const TypeDefinitionNode& node) {
  for (const NameNode& name : node.names) {
    const NamedType* other = ResolveName(name);
    if (other == nullptr) continue;
    auto& list = type.kind == TypeKind::kUnion ? type.possible_types : type.interfaces;
    if (std::ranges::find(list, other) != list.end()) {
      const bool is_union = type.kind == TypeKind::kUnion;
      Report(is_union ? "UnionMembers" : "Interfaces",
             (is_union ? "Union type " : "Type ") + std::string(type.name) +
                 (is_union ? " can only include type " : " can only implement ") +
                 std::string(other->name) + " once.",
             name.offset);
      continue;
    }
    list.push_back(other);
  }
}

void SchemaBuilder::FillField(NamedType& type, const FieldNode& node) {
  if (type.FindField(node.name.text) != nullptr) {
    Report("UniqueFieldDefinitionNames",
           "Field \"" + std::string(type.name) + "." + std::string(node.name.text) +
               "\" can only be defined once.",
           node.name.offset);
    return;
  }
  Field field{.node = &node, .parent = &type, .type = Resolve(node.type)};
  field.deprecation = DeprecationOf(node.directives);
  FillInputs(field.arguments, node.arguments,
             std::string(type.name) + "." + std::string(node.name.text),
             "UniqueArgumentDefinitionNames");
  ReadCost(field);
  type.fields.push_back(std::move(field));
}

void SchemaBuilder::FillInputs(std::vector<InputValue>& out, Slice<InputValueNode> nodes,
                               std::string_view owner, std::string_view rule) {
  for (const InputValueNode& node : nodes) {
    const bool is_repeated = std::ranges::any_of(
        out, [&](const InputValue& known) { return known.name() == node.name.text; });
    if (is_repeated) {
      Report(rule,
             "\"" + std::string(owner) + "." + std::string(node.name.text) +
                 "\" can only be defined once.",
             node.name.offset);
      continue;
    }
    out.push_back({.node = &node,
                   .type = Resolve(node.type),
                   .default_value = {},
                   .deprecation = DeprecationOf(node.directives)});
  }
}

// ReadCost reads the directives that the checker later compares with their definitions.
void SchemaBuilder::ReadCost(Field& field) {
  constexpr std::uint64_t kAssumedListSize = 10;
  if (const DirectiveNode* applied = FindApplied(field.node->directives, "cost")) {
    if (const Literal* weight = FindValue(*applied, "weight")) field.cost = Number(*weight);
  }
  const DirectiveNode* applied = FindApplied(field.node->directives, "listSize");
  if (applied == nullptr) {
    const bool is_list = field.type.nullable().is_list();
    if (is_list) field.list_size = ListSize{.arguments = {}, .assumed = kAssumedListSize};
    return;
  }
  ListSize size;
  if (const Literal* assumed = FindValue(*applied, "assumed")) size.assumed = Number(*assumed);
  if (const Literal* arguments = FindValue(*applied, "arguments")) {
    for (const Literal& item : arguments->items) size.arguments.emplace_back(item.text);
  }
  field.list_size = std::move(size);
}

TypeRef SchemaBuilder::Resolve(const TypeNode& node) {
  return {ResolveName(node.name), node.wrappers};
}

const NamedType* SchemaBuilder::ResolveName(const NameNode& name) {
  const NamedType* type = schema_.FindType(name.text);
  if (type == nullptr || name.text == "__Meta") {
    std::vector<std::string_view> known;
    for (const auto& one : schema_.types_) known.push_back(one->name);
    Report("KnownTypeNames",
           "Unknown type " + Quoted(name.text) + "." + base::Suggest(name.text, known, ""),
           name.offset);
  }
  return type;
}

void SchemaBuilder::FillRoots(const Document& document) {
  bool is_defined = false;
  for (const SchemaNode& node : document.schemas()) {
    if (!node.is_extension) {
      if (is_defined) {
        Report("LoneSchemaDefinition", "Must provide only one schema definition.", node.offset);
      }
      is_defined = true;
      schema_.description_ = node.description;
    }
    for (const RootNode& root : node.roots) SetRoot(root);
  }
  for (int i = 0; i < 3 && !is_defined; ++i) {
    if (schema_.roots_[i] == nullptr) schema_.roots_[i] = schema_.FindType(kRootNames[i]);
  }
}

void SchemaBuilder::SetRoot(const RootNode& root) {
  const int index = static_cast<int>(root.kind);
  if (schema_.roots_[index] != nullptr) {
    Report("UniqueOperationTypes",
           "There can be only one " + std::string(kOperationWords[index]) + " type in schema.",
           root.type.offset);
    return;
  }
  schema_.roots_[index] = ResolveName(root.type);
}

void SchemaBuilder::LinkInterfaces() {
  for (const auto& type : schema_.types_) {
    if (type->kind != TypeKind::kObject) continue;
    for (const NamedType* interface : type->interfaces) {
      schema_.MutableType(interface->name)->possible_types.push_back(type.get());
    }
  }
}

void SchemaBuilder::CoerceDefaults() {
  for (const auto& type : schema_.types_) {
    for (InputValue& input : type->input_fields) CoerceDefault(input);
    for (Field& field : type->fields) {
      for (InputValue& input : field.arguments) CoerceDefault(input);
    }
  }
  for (DirectiveType& directive : schema_.directives_) {
    for (InputValue& input : directive.arguments) CoerceDefault(input);
  }
}

void SchemaBuilder::CoerceDefault(InputValue& input) {
  if (input.node->default_value == nullptr || !input.type.type->is_input()) return;
  input.default_value = CoerceLiteral(input.type, *input.node->default_value, nullptr);
  if (input.default_value) return;
  Report("DefaultValues",
         "The default value of \"" + std::string(input.name()) + "\" is " +
             PrintLiteral(*input.node->default_value) + ", which is not a value of the type \"" +
             Show(input.type) + "\".",
         input.node->default_value->offset);
}

// DropUnusedScalars removes built-in scalars that nothing refers to (specification, 3.5).
void SchemaBuilder::DropUnusedScalars() {
  std::unordered_set<const NamedType*> used;
  const auto add = [&](const std::vector<InputValue>& inputs) {
    for (const InputValue& input : inputs) used.insert(input.type.type);
  };
  for (const auto& type : schema_.types_) {
    add(type->input_fields);
    for (const Field& field : type->fields) {
      used.insert(field.type.type);
      add(field.arguments);
    }
  }
  for (const DirectiveType& directive : schema_.directives_) {
    if (!directive.is_internal) add(directive.arguments);
  }
  std::erase_if(schema_.types_, [&](const auto& type) {
    const bool is_unused = type->scalar != ScalarKind::kCustom && !used.contains(type.get());
    if (is_unused) schema_.types_by_name_.erase(type->name);
    return is_unused;
  });
}

// SeparateMeta takes the holder of the meta-fields out of the types.
void SchemaBuilder::SeparateMeta() {
  const auto meta =
      std::ranges::find_if(schema_.types_, [](const auto& type) { return type->name == "__Meta"; });
  schema_.types_by_name_.erase("__Meta");
  schema_.meta_ = std::move(*meta);
  schema_.types_.erase(meta);
}

}  // namespace bearward::graphql
