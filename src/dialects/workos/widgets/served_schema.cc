#include "dialects/workos/widgets/served_schema.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <utility>

#include "dialects/workos/widgets/schema_text.h"
#include "graphql/error.h"

namespace bearward::dialects::workos::widgets {
namespace {

using graphql::OperationKind;

[[noreturn]] void StopOn(std::string_view fault) {
  std::fprintf(stderr, "The GraphQL schema of WorkOS' widgets is faulty: %.*s\n",
               static_cast<int>(fault.size()), fault.data());
  std::abort();
}

const Operation* FindOperation(std::string_view field) {
  for (const auto operations :
       {AccountOperations(), IdentityOperations(), MemberOperations(), InvitationOperations(),
        AccessOperations(), DomainOperations(), AuditLogOperations(), StreamOperations()}) {
    const auto found = std::ranges::find(operations, field, &Operation::field);
    if (found != operations.end()) return &*found;
  }
  return nullptr;
}

// WithCode returns an error as clients receive it: its reason becomes the code, and the reason of
// our own stays in the detail.
base::Error WithCode(base::Error error) {
  error.detail = error.reason + (error.detail.empty() ? "" : ": " + error.detail);
  error.reason = CodeOf(error);
  return error;
}

// MembersOf returns the members of the argument `input`, or the arguments themselves.
const json::Object& MembersOf(const graphql::Arguments& arguments) {
  const json::Value* const input = arguments.Find("input");
  const json::Object* const object = input == nullptr ? nullptr : input->AsObject();
  return object == nullptr ? arguments.members() : *object;
}

graphql::Resolver RootResolver(const Operation& operation) {
  return [&operation](graphql::Batch& batch) -> base::Status {
    const auto& context = batch.Context<const Context>();
    Invocation call{context.uses, context.caller, Input(MembersOf(batch.arguments())),
                    ObjectMaker(batch)};
    auto result = operation.run(call);
    if (!result) return base::Fail(WithCode(std::move(result).error()));
    batch.Set(0, *result);
    return {};
  };
}

graphql::Resolver ResolverOf(const graphql::Schema& schema, const graphql::Field& field) {
  const bool is_root = field.parent == schema.root(OperationKind::kQuery) ||
                       field.parent == schema.root(OperationKind::kMutation);
  if (!is_root) return FieldResolver(field);
  const Operation* const operation = FindOperation(field.name());
  if (operation == nullptr) StopOn("no operation for " + std::string(field.name()));
  return RootResolver(*operation);
}

graphql::Schema Build() {
  auto schema = graphql::Schema::Parse(SchemaText());
  if (!schema) StopOn(schema.error().front().message);
  for (const auto& type : schema->types()) {
    if (type->kind != graphql::TypeKind::kObject || type->is_builtin) continue;
    for (const graphql::Field& field : type->fields) {
      if (!schema->SetResolver(type->name, field.name(), ResolverOf(*schema, field))) {
        StopOn(field.name());
      }
    }
  }
  if (const base::Status complete = schema->CheckResolvers(); !complete) {
    StopOn(complete.error().public_text);
  }
  return std::move(*schema);
}

}  // namespace

std::string_view CodeOf(const base::Error& error) {
  switch (error.code) {
    case base::Code::kInvalid:
      return graphql::kBadInput;
    case base::Code::kUnauthenticated:
      return kUnauthenticated;
    case base::Code::kDenied:
      return kForbidden;
    case base::Code::kNotFound:
      return "NOT_FOUND";
    case base::Code::kExists:
    case base::Code::kConflict:
      return "CONFLICT";
    case base::Code::kLimited:
      return "RATE_LIMITED";
    case base::Code::kUnavailable:
      return kServiceUnavailable;
    case base::Code::kInternal:
      break;
  }
  return graphql::kInternalError;
}

const graphql::Schema& ServedSchema() {
  static const graphql::Schema schema = Build();
  return schema;
}

base::Status Admit(const Context& context, std::string_view field) {
  const Operation* const operation = FindOperation(field);
  if (operation == nullptr || operation->admit == nullptr) return {};
  base::Status admitted = operation->admit(context.uses, context.caller);
  return admitted ? admitted : base::Fail(WithCode(std::move(admitted).error()));
}

}  // namespace bearward::dialects::workos::widgets
