#include "graphql/validate.h"

#include <algorithm>

#include "graphql/validation.h"

namespace bearward::graphql {

std::vector<Error> Validate(const Schema& schema, const Document& document, const Limits& limits) {
  Validation validation(schema, document, limits.max_errors);
  CheckOperations(validation);
  CheckDefinitions(validation);
  CheckFragments(validation);
  CheckVariables(validation);
  CheckOverlaps(validation);
  CheckIntrospectionDepth(validation);
  return std::move(validation.errors);
}

Validation::Validation(const Schema& schema_in, const Document& document_in,
                       std::size_t max_errors_in)
    : schema(schema_in),
      document(document_in),
      max_errors(std::max<std::size_t>(max_errors_in, 1)) {
  for (const FragmentNode& fragment : document.fragments()) {
    fragments.insert_or_assign(fragment.name.text, &fragment);
  }
  operation_uses.resize(document.operations().size);
  fragment_uses.resize(document.fragments().size);
}

void Validation::Report(std::string_view rule, std::string message,
                        std::initializer_list<std::uint32_t> offsets) {
  if (is_full()) return;
  Error error{.message = std::move(message), .code = std::string(kValidationFailed), .rule = rule};
  for (const std::uint32_t offset : offsets) {
    error.locations.push_back(document.LocationOf(offset));
  }
  errors.push_back(std::move(error));
}

const FragmentNode* Validation::FindFragment(std::string_view name) const {
  const auto found = fragments.find(name);
  return found == fragments.end() ? nullptr : found->second;
}

const DefinitionUses& Validation::UsesOf(const FragmentNode& fragment) const {
  return fragment_uses[static_cast<std::size_t>(&fragment - document.fragments().data)];
}

bool IsSubtype(TypeRef type, TypeRef super) {
  if (type == super) return true;
  if (super.is_non_null()) return type.is_non_null() && IsSubtype(type.inner(), super.inner());
  if (type.is_non_null()) return IsSubtype(type.inner(), super);
  if (super.is_list()) return type.is_list() && IsSubtype(type.inner(), super.inner());
  if (type.is_list() || type.type == nullptr || super.type == nullptr) return false;
  if (std::ranges::find(type.type->interfaces, super.type) != type.type->interfaces.end()) {
    return true;
  }
  return super.type->is_abstract() && super.type->Includes(*type.type);
}

}  // namespace bearward::graphql
