// The rules of section 3 of the specification over finished types.
#include <algorithm>

#include "graphql/schema_builder.h"
#include "graphql/validation.h"

namespace bearward::graphql {
namespace {

// SchemaChecker reports the faults of one schema.
class SchemaChecker {
 public:
  SchemaChecker(const Schema& schema, const Document& text)
      : schema_(schema), text_(text), validation_(schema, text, kMaxErrors) {}

  std::vector<Error> Run() {
    CheckRoots();
    for (const DirectiveType& directive : schema_.directives()) {
      if (!directive.is_builtin) CheckDirective(directive);
    }
    for (const auto& type : schema_.types()) {
      if (!type->is_builtin) CheckType(*type);
    }
    CheckAppliedDirectives();
    return std::move(validation_.errors);
  }

 private:
  static constexpr std::size_t kMaxErrors = 100;

  void Report(std::string_view rule, std::string message, std::uint32_t offset) {
    validation_.Report(rule, std::move(message), {offset});
  }

  void CheckName(std::string_view name, std::uint32_t offset) {
    if (!name.starts_with("__")) return;
    Report("Names",
           "Name \"" + std::string(name) +
               "\" must not begin with \"__\", which is reserved by GraphQL introspection.",
           offset);
  }

  void CheckRoots() {
    constexpr std::string_view kWords[] = {"Query", "Mutation", "Subscription"};
    if (schema_.root(OperationKind::kQuery) == nullptr) {
      Report("RootTypes", "Query root type must be provided.", 0);
    }
    for (int i = 0; i < 3; ++i) {
      const NamedType* root = schema_.root(static_cast<OperationKind>(i));
      if (root == nullptr || root->kind == TypeKind::kObject) continue;
      Report("RootTypes",
             std::string(kWords[i]) + " root type must be Object type, it cannot be " +
                 std::string(root->name) + ".",
             root->offset);
    }
  }

  void CheckDirective(const DirectiveType& directive) {
    CheckName(directive.name(), directive.node->name.offset);
    CheckInputs(directive.arguments, "@" + std::string(directive.name()));
  }

  void CheckInputs(const std::vector<InputValue>& inputs, const std::string& owner) {
    for (const InputValue& input : inputs) {
      const std::string shown = owner + "." + std::string(input.name());
      CheckName(input.name(), input.node->name.offset);
      if (!input.type.type->is_input()) {
        Report("InputTypes",
               "The type of " + shown + " must be Input Type but got: " + Show(input.type) + ".",
               input.node->type.offset);
      }
      if (input.is_required() && input.deprecation) {
        Report("Deprecations", "Required argument or field " + shown + " cannot be deprecated.",
               input.node->name.offset);
      }
    }
  }

  void CheckType(const NamedType& type) {
    CheckName(type.name, type.offset);
    switch (type.kind) {
      case TypeKind::kScalar:
        return;
      case TypeKind::kObject:
      case TypeKind::kInterface:
        CheckFields(type);
        return CheckInterfaces(type);
      case TypeKind::kUnion:
        return CheckUnion(type);
      case TypeKind::kEnum:
        if (type.values.empty()) CheckNotEmpty(type, "Enum type", "values");
        for (const EnumValue& value : type.values) CheckName(value.name(), value.node->name.offset);
        return;
      case TypeKind::kInputObject:
        if (type.input_fields.empty()) CheckNotEmpty(type, "Input Object type", "fields");
        CheckInputs(type.input_fields, std::string(type.name));
        return CheckCycles(type);
    }
  }

  void CheckNotEmpty(const NamedType& type, std::string_view kind, std::string_view parts) {
    Report("EmptyTypes",
           std::string(kind) + " " + std::string(type.name) + " must define one or more " +
               std::string(parts) + ".",
           type.offset);
  }

  void CheckFields(const NamedType& type) {
    if (type.fields.empty()) CheckNotEmpty(type, "Type", "fields");
    for (const Field& field : type.fields) {
      const std::string shown = std::string(type.name) + "." + std::string(field.name());
      CheckName(field.name(), field.node->name.offset);
      if (!field.type.type->is_output()) {
        Report("OutputTypes",
               "The type of " + shown + " must be Output Type but got: " + Show(field.type) + ".",
               field.node->type.offset);
      }
      CheckInputs(field.arguments, shown);
      CheckListSize(field, shown);
    }
  }

  void CheckListSize(const Field& field, const std::string& shown) {
    if (!field.list_size) return;
    for (const std::string& name : field.list_size->arguments) {
      const InputValue* argument = field.FindArgument(name);
      if (argument != nullptr && argument->type.type->scalar == ScalarKind::kInt) continue;
      Report("ListSize",
             "@listSize of " + shown + " names \"" + name +
                 "\", which is not an argument of the type Int.",
             field.node->name.offset);
    }
  }

  void CheckUnion(const NamedType& type) {
    if (type.possible_types.empty()) CheckNotEmpty(type, "Union type", "member types");
    for (const NamedType* member : type.possible_types) {
      if (member->kind == TypeKind::kObject) continue;
      Report("UnionMembers",
             "Union type " + std::string(type.name) +
                 " can only include Object types, it cannot include " + std::string(member->name) +
                 ".",
             type.offset);
    }
  }

  void CheckInterfaces(const NamedType& type) {
    for (const NamedType* interface : type.interfaces) {
      const std::string name(type.name);
      if (interface->kind != TypeKind::kInterface) {
        Report("Interfaces",
               "Type " + name + " must only implement Interface types, it cannot implement " +
                   std::string(interface->name) + ".",
               type.offset);
      } else if (interface == &type) {
        Report("Interfaces",
               "Type " + name +
                   " cannot implement itself because it would create a circular reference.",
               type.offset);
      } else {
        CheckAncestors(type, *interface);
        for (const Field& field : interface->fields) CheckImplemented(type, field);
      }
    }
  }

  void CheckAncestors(const NamedType& type, const NamedType& interface) {
    for (const NamedType* ancestor : interface.interfaces) {
      if (std::ranges::find(type.interfaces, ancestor) != type.interfaces.end()) continue;
      Report("Interfaces",
             "Type " + std::string(type.name) + " must implement " + std::string(ancestor->name) +
                 " because it is implemented by " + std::string(interface.name) + ".",
             type.offset);
    }
  }

  // CheckImplemented compares the field of `type` with the field of an interface.
  void CheckImplemented(const NamedType& type, const Field& wanted) {
    const std::string shown = std::string(wanted.parent->name) + "." + std::string(wanted.name());
    const Field* field = type.FindField(wanted.name());
    if (field == nullptr) {
      Report("Interfaces",
             "Interface field " + shown + " expected but " + std::string(type.name) +
                 " does not provide it.",
             type.offset);
      return;
    }
    if (!IsSubtype(field->type, wanted.type)) {
      Report("Interfaces",
             "Interface field " + shown + " expects type " + Show(wanted.type) + " but " +
                 std::string(type.name) + "." + std::string(field->name()) + " is type " +
                 Show(field->type) + ".",
             field->node->type.offset);
    }
    for (const InputValue& argument : wanted.arguments) {
      const InputValue* own = field->FindArgument(argument.name());
      if (own != nullptr && own->type == argument.type) continue;
      Report("Interfaces",
             "Interface field argument " + shown + "(" + std::string(argument.name()) +
                 ":) of type " + Show(argument.type) + " expected but " + std::string(type.name) +
                 " does not provide it with this type.",
             field->node->name.offset);
    }
    for (const InputValue& argument : field->arguments) {
      if (!argument.is_required() || wanted.FindArgument(argument.name()) != nullptr) continue;
      Report("Interfaces",
             "Field " + std::string(type.name) + "." + std::string(field->name()) +
                 " includes required argument " + std::string(argument.name()) +
                 " that is missing from the Interface field " + shown + ".",
             argument.node->name.offset);
    }
  }

  // CheckCycles reports an input object that cannot be built because non-null fields contain it.
  void CheckCycles(const NamedType& type) {
    std::vector<const NamedType*> reached = {&type};
    for (std::size_t i = 0; i < reached.size(); ++i) {
      for (const InputValue& field : reached[i]->input_fields) {
        const bool is_direct = field.type.wrappers == kNonNullLayer;
        if (!is_direct || field.type.type->kind != TypeKind::kInputObject) continue;
        if (field.type.type == &type) {
          Report("InputCycles",
                 "Cannot reference Input Object " + std::string(type.name) +
                     " within itself through a series of non-null fields.",
                 type.offset);
          return;
        }
        if (std::ranges::find(reached, field.type.type) == reached.end()) {
          reached.push_back(field.type.type);
        }
      }
    }
  }

  void CheckAppliedDirectives() {
    constexpr std::string_view kLocations[] = {"SCALAR", "OBJECT", "INTERFACE",
                                               "UNION",  "ENUM",   "INPUT_OBJECT"};
    for (const SchemaNode& node : text_.schemas()) {
      CheckDirectives(validation_, node.directives, "SCHEMA");
    }
    for (const TypeDefinitionNode& node : text_.types()) {
      CheckDirectives(validation_, node.directives, kLocations[static_cast<int>(node.kind)]);
      for (const FieldNode& field : node.fields) {
        CheckDirectives(validation_, field.directives, "FIELD_DEFINITION");
        CheckInputDirectives(field.arguments, "ARGUMENT_DEFINITION");
      }
      CheckInputDirectives(node.input_fields, "INPUT_FIELD_DEFINITION");
      for (const EnumValueNode& value : node.values) {
        CheckDirectives(validation_, value.directives, "ENUM_VALUE");
      }
    }
    for (const DirectiveDefinitionNode& node : text_.directives()) {
      CheckInputDirectives(node.arguments, "ARGUMENT_DEFINITION");
    }
  }

  void CheckInputDirectives(Slice<InputValueNode> nodes, std::string_view location) {
    for (const InputValueNode& node : nodes) {
      CheckDirectives(validation_, node.directives, location);
    }
  }

  const Schema& schema_;
  const Document& text_;
  Validation validation_;
};

}  // namespace

void CheckSchema(const Schema& schema, const Document& text, std::vector<Error>& errors) {
  errors = SchemaChecker(schema, text).Run();
}

}  // namespace bearward::graphql
