#include "graphql/schema.h"

#include "graphql/schema_builder.h"

namespace bearward::graphql {

std::expected<Schema, std::vector<Error>> Schema::Parse(std::string_view text) {
  return SchemaBuilder().Run(text);
}

NamedType* Schema::MutableType(std::string_view name) {
  const auto found = types_by_name_.find(name);
  return found == types_by_name_.end() ? nullptr : found->second;
}

const NamedType* Schema::FindType(std::string_view name) const {
  const auto found = types_by_name_.find(name);
  return found == types_by_name_.end() ? nullptr : found->second;
}

const DirectiveType* Schema::FindDirective(std::string_view name) const {
  for (const DirectiveType& directive : directives_) {
    if (directive.name() == name) return &directive;
  }
  return nullptr;
}

const Field* Schema::FindField(const NamedType& parent, std::string_view name) const {
  if (!name.starts_with("__")) return parent.FindField(name);
  if (name == "__typename") return parent.is_composite() ? meta_->FindField(name) : nullptr;
  return &parent == roots_[0] ? meta_->FindField(name) : nullptr;
}

base::Status Schema::SetResolver(std::string_view type, std::string_view field, Resolver resolver) {
  NamedType* found = MutableType(type);
  if (found != nullptr && found->kind == TypeKind::kObject) {
    for (Field& one : found->fields) {
      if (one.name() != field) continue;
      one.resolver = std::move(resolver);
      return {};
    }
  }
  return base::Fail(base::Internal("The schema has no object type " + std::string(type) +
                                   " with a field " + std::string(field) + "."));
}

base::Status Schema::SetScalar(std::string_view type, ScalarParser parser) {
  NamedType* found = MutableType(type);
  if (found == nullptr || found->kind != TypeKind::kScalar || found->is_builtin) {
    return base::Fail(base::Internal("The schema has no custom scalar " + std::string(type) + "."));
  }
  found->parser = std::move(parser);
  return {};
}

base::Status Schema::CheckResolvers() const {
  std::string missing;
  for (const auto& type : types_) {
    if (type->kind != TypeKind::kObject) continue;
    for (const Field& field : type->fields) {
      if (field.resolver) continue;
      missing += " " + std::string(type->name) + "." + std::string(field.name());
    }
  }
  if (missing.empty()) return {};
  return base::Fail(base::Internal("Fields of the schema have no resolver:" + missing));
}

}  // namespace bearward::graphql
