// The resolvers of the introspection types (specification, section 4).
#include <array>

#include "graphql/input.h"
#include "graphql/schema.h"

namespace bearward::graphql {
namespace {

// Each makes a resolver of a function of one object.
template <class T>
Resolver Each(Value (*resolve)(Batch&, const T&)) {
  return [resolve](Batch& batch) -> base::Status {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch.Set(i, resolve(batch, batch.Parent<T>(i)));
    }
    return {};
  };
}

Value TextOrNull(const std::optional<std::string_view>& text) {
  return text ? Value::Text(*text) : Value();
}

Value DescriptionOf(const DescriptionNode& description) {
  return description.is_present ? Value::Text(description.text) : Value();
}

Value TypeValue(Batch& batch, TypeRef type) {
  return type.type == nullptr ? Value() : Value::Object(Handle::Of(batch.Copy(type)));
}

bool WantsDeprecated(const Batch& batch) {
  return batch.arguments().FindBool("includeDeprecated").value_or(false);
}

// ListOf lists the definitions, without deprecated ones unless the argument includes them.
template <class T>
Value ListOf(Batch& batch, const std::vector<T>& definitions) {
  const bool all = WantsDeprecated(batch);
  std::span<Value> items = batch.NewList(definitions.size());
  std::size_t count = 0;
  for (const T& definition : definitions) {
    if (all || !definition.deprecation) items[count++] = Value::Object(Handle::Of(definition));
  }
  return Value::List(items.first(count));
}

Value ListOfTypes(Batch& batch, const std::vector<const NamedType*>& types) {
  std::span<Value> items = batch.NewList(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) items[i] = TypeValue(batch, {types[i], 0});
  return Value::List(items);
}

bool HasFields(const TypeRef& type) {
  return type.wrappers == 0 &&
         (type.type->kind == TypeKind::kObject || type.type->kind == TypeKind::kInterface);
}

bool IsKind(const TypeRef& type, TypeKind kind) {
  return type.wrappers == 0 && type.type->kind == kind;
}

Value KindOf(Batch&, const TypeRef& type) {
  constexpr std::array<std::string_view, 6> kWords = {"SCALAR", "OBJECT", "INTERFACE",
                                                      "UNION",  "ENUM",   "INPUT_OBJECT"};
  if (type.is_non_null()) return Value::Text("NON_NULL");
  if (type.is_list()) return Value::Text("LIST");
  return Value::Text(kWords[static_cast<std::size_t>(type.type->kind)]);
}

Value AllTypes(Batch& batch, const Schema& schema) {
  std::span<Value> items = batch.NewList(schema.types().size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = TypeValue(batch, {schema.types()[i].get(), 0});
  }
  return Value::List(items);
}

Value AllDirectives(Batch& batch, const Schema& schema) {
  std::span<Value> items = batch.NewList(schema.directives().size());
  std::size_t count = 0;
  for (const DirectiveType& directive : schema.directives()) {
    if (!directive.is_internal) items[count++] = Value::Object(Handle::Of(directive));
  }
  return Value::List(items.first(count));
}

template <OperationKind kKind>
Value RootOf(Batch& batch, const Schema& schema) {
  return TypeValue(batch, {schema.root(kKind), 0});
}

// NamedPart makes a resolver of a member of a named type; it is null for wrapped types.
Value NameOf(Batch&, const TypeRef& type) {
  return type.wrappers == 0 ? Value::Text(type.type->name) : Value();
}

Value DefaultOf(Batch& batch, const InputValue& input) {
  const Literal* literal = input.node->default_value;
  return literal == nullptr ? Value() : Value::Text(batch.KeepText(PrintLiteral(*literal)));
}

Value LocationsOf(Batch& batch, const DirectiveType& directive) {
  const Slice<NameNode> locations = directive.node->locations;
  std::span<Value> items = batch.NewList(locations.size);
  for (std::size_t i = 0; i < items.size(); ++i) items[i] = Value::Text(locations[i].text);
  return Value::List(items);
}

// Row is one field of an introspection type and its resolver.
struct Row {
  std::string_view type;
  std::string_view field;
  Resolver resolver;
};

// AddDefinition adds the fields that fields, input values and enum values have in common.
template <class T>
void AddDefinition(std::vector<Row>& rows, std::string_view type) {
  rows.push_back({type, "name", Each<T>([](Batch&, const T& t) { return Value::Text(t.name()); })});
  rows.push_back({type, "description",
                  Each<T>([](Batch&, const T& t) { return DescriptionOf(t.node->description); })});
  rows.push_back({type, "isDeprecated", Each<T>([](Batch&, const T& t) {
                    return Value::Bool(t.deprecation.has_value());
                  })});
  rows.push_back({type, "deprecationReason",
                  Each<T>([](Batch&, const T& t) { return TextOrNull(t.deprecation); })});
}

void AddSchema(std::vector<Row>& rows) {
  rows.push_back({"__Schema", "description", Each<Schema>([](Batch&, const Schema& s) {
                    return DescriptionOf(s.description());
                  })});
  rows.push_back({"__Schema", "types", Each<Schema>(AllTypes)});
  rows.push_back({"__Schema", "queryType", Each<Schema>(RootOf<OperationKind::kQuery>)});
  rows.push_back({"__Schema", "mutationType", Each<Schema>(RootOf<OperationKind::kMutation>)});
  rows.push_back(
      {"__Schema", "subscriptionType", Each<Schema>(RootOf<OperationKind::kSubscription>)});
  rows.push_back({"__Schema", "directives", Each<Schema>(AllDirectives)});
}

void AddType(std::vector<Row>& rows) {
  const auto add = [&](std::string_view field, Value (*resolve)(Batch&, const TypeRef&)) {
    rows.push_back({"__Type", field, Each<TypeRef>(resolve)});
  };
  add("kind", KindOf);
  add("name", NameOf);
  add("description", [](Batch&, const TypeRef& t) {
    return t.wrappers == 0 ? DescriptionOf(t.type->description) : Value();
  });
  add("specifiedByURL", [](Batch&, const TypeRef& t) {
    return t.wrappers == 0 ? TextOrNull(t.type->specified_by) : Value();
  });
  add("fields", [](Batch& batch, const TypeRef& t) {
    return HasFields(t) ? ListOf(batch, t.type->fields) : Value();
  });
  add("interfaces", [](Batch& batch, const TypeRef& t) {
    return HasFields(t) ? ListOfTypes(batch, t.type->interfaces) : Value();
  });
  add("possibleTypes", [](Batch& batch, const TypeRef& t) {
    const bool is_abstract = t.wrappers == 0 && t.type->is_abstract();
    return is_abstract ? ListOfTypes(batch, t.type->possible_types) : Value();
  });
  add("enumValues", [](Batch& batch, const TypeRef& t) {
    return IsKind(t, TypeKind::kEnum) ? ListOf(batch, t.type->values) : Value();
  });
  add("inputFields", [](Batch& batch, const TypeRef& t) {
    return IsKind(t, TypeKind::kInputObject) ? ListOf(batch, t.type->input_fields) : Value();
  });
  add("ofType", [](Batch& batch, const TypeRef& t) {
    return t.wrappers == 0 ? Value() : TypeValue(batch, t.inner());
  });
}

void AddDefinitions(std::vector<Row>& rows) {
  AddDefinition<Field>(rows, "__Field");
  AddDefinition<InputValue>(rows, "__InputValue");
  AddDefinition<EnumValue>(rows, "__EnumValue");
  rows.push_back({"__Field", "args", Each<Field>([](Batch& batch, const Field& field) {
                    return ListOf(batch, field.arguments);
                  })});
  rows.push_back({"__Field", "type", Each<Field>([](Batch& batch, const Field& field) {
                    return TypeValue(batch, field.type);
                  })});
  rows.push_back({"__InputValue", "type", Each<InputValue>([](Batch& batch, const InputValue& i) {
                    return TypeValue(batch, i.type);
                  })});
  rows.push_back({"__InputValue", "defaultValue", Each<InputValue>(DefaultOf)});
}

void AddDirective(std::vector<Row>& rows) {
  const auto add = [&](std::string_view field, Value (*resolve)(Batch&, const DirectiveType&)) {
    rows.push_back({"__Directive", field, Each<DirectiveType>(resolve)});
  };
  add("name", [](Batch&, const DirectiveType& d) { return Value::Text(d.name()); });
  add("description",
      [](Batch&, const DirectiveType& d) { return DescriptionOf(d.node->description); });
  add("isRepeatable",
      [](Batch&, const DirectiveType& d) { return Value::Bool(d.node->is_repeatable); });
  add("locations", LocationsOf);
  add("args", [](Batch& batch, const DirectiveType& d) { return ListOf(batch, d.arguments); });
}

// The root object of an execution is the schema itself.
Value SchemaItself(Batch&, const Schema& schema) { return Value::Object(Handle::Of(schema)); }

Value TypeByName(Batch& batch, const Schema& schema) {
  const auto name = batch.arguments().FindText("name");
  return name ? TypeValue(batch, {schema.FindType(*name), 0}) : Value();
}

}  // namespace

void Schema::BindIntrospection() {
  std::vector<Row> rows;
  AddSchema(rows);
  AddType(rows);
  AddDefinitions(rows);
  AddDirective(rows);
  for (Row& row : rows) {
    for (Field& field : MutableType(row.type)->fields) {
      if (field.name() == row.field) field.resolver = std::move(row.resolver);
    }
  }
  for (Field& field : meta_->fields) {
    if (field.name() == "__schema") field.resolver = Each<Schema>(SchemaItself);
    if (field.name() == "__type") field.resolver = Each<Schema>(TypeByName);
  }
}

}  // namespace bearward::graphql
