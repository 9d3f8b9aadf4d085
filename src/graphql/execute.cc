#include "graphql/execute.h"

#include "graphql/cost.h"
#include "graphql/executor.h"
#include "graphql/input.h"

namespace bearward::graphql {
namespace {

Error BadRequest(std::string message) {
  return {.message = std::move(message), .code = std::string(kBadInput)};
}

// FindOperation is GetOperation of the specification (6.1).
std::expected<const OperationNode*, Error> FindOperation(const Document& document,
                                                         std::string_view name) {
  const Slice<OperationNode> operations = document.operations();
  if (name.empty()) {
    if (operations.empty()) return std::unexpected(BadRequest("Must provide an operation."));
    if (operations.size == 1) return &operations.front();
    return std::unexpected(
        BadRequest("Must provide operation name if query contains multiple operations."));
  }
  for (const OperationNode& operation : operations) {
    if (operation.name.text == name) return &operation;
  }
  return std::unexpected(BadRequest("Unknown operation named \"" + std::string(name) + "\"."));
}

std::expected<const OperationNode*, Error> FindSupported(const Schema& schema,
                                                         const Document& document,
                                                         std::string_view name) {
  auto operation = FindOperation(document, name);
  if (!operation) return operation;
  if ((*operation)->kind == OperationKind::kSubscription) {
    return std::unexpected(BadRequest("Subscriptions are not supported. Send a query."));
  }
  if (schema.root((*operation)->kind) == nullptr) {
    return std::unexpected(BadRequest("The schema does not support mutations."));
  }
  return operation;
}

}  // namespace

Response Execute(const Schema& schema, const Document& document, const Request& request,
                 const base::Clock& clock, const Limits& limits) {
  const auto operation = FindSupported(schema, document, request.operation_name);
  if (!operation) return Refuse({operation.error()});
  if (!request.variables.IsNull() && !request.variables.IsObject()) {
    return Refuse({BadRequest("The variables must be a JSON object.")});
  }
  auto variables =
      CoerceVariables(schema, document, **operation, request.variables, limits.max_errors);
  if (!variables) return Refuse(std::move(variables.error()));
  if (auto error = CheckCost(schema, document, **operation, *variables, limits)) {
    return Refuse({std::move(*error)});
  }
  return Executor({schema, document, *variables, request.context, clock, limits, request.admit})
      .Run(**operation);
}

Response Withhold(std::vector<Error> errors) {
  Response response = Refuse(std::move(errors));
  response.text.insert(response.text.size() - 1, ",\"data\":null");
  response.has_data = true;
  return response;
}

Response Refuse(std::vector<Error> errors) {
  Response response{.text = "{\"errors\":", .has_data = false, .errors = {}};
  WriteErrors(response.text, errors);
  response.text += '}';
  response.errors = std::move(errors);
  return response;
}

}  // namespace bearward::graphql
