#include "dialects/v1/command_routes.h"

#include <utility>

#include "base/time.h"
#include "dialects/v1/command_contracts.h"
#include "door/list_query.h"
#include "model/cell_json.h"
#include "model/environment_fields.h"
#include "model/operator.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using Uses = CommandUses;

void WriteEnvironment(json::Writer& writer, const model::Environment& environment) {
  writer.BeginObject().Key("object").String("environment");
  for (const model::Field& field : model::kEnvironmentFields) {
    if (!field.Is(model::kShown)) continue;
    model::WriteCell(writer.Key(field.name), field.kind, field.get(&environment));
  }
  writer.EndObject();
}

Reply EncodeEnvironment(int status, const model::Environment& environment) {
  std::string text;
  json::Writer writer(text);
  WriteEnvironment(writer, environment);
  return door::JsonReply(status, std::move(text));
}

Result<Reply> ListEnvironments(const Uses& uses, Call& /*call*/) {
  BW_TRY_ASSIGN(const auto environments, uses.environments.List());
  door::ListWriter writer;
  for (const model::Environment& one : environments) WriteEnvironment(writer.items(), one);
  return writer.Finish({});
}

Result<Reply> ReadEnvironment(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto environment, uses.environments.Find(call.Param("name")));
  return EncodeEnvironment(200, environment);
}

Result<Reply> CreateEnvironment(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string name, body.RequiredText("name"));
  BW_TRY_ASSIGN(const auto sandbox, body.Flag("sandbox"));
  BW_TRY(uses.create(name, sandbox, model::OperatorActor(call.origin())));
  BW_TRY_ASSIGN(const auto environment, uses.environments.Find(name));
  return EncodeEnvironment(201, environment);
}

Result<Reply> UpdateEnvironment(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  environments::EnvironmentChange change;
  BW_TRY_ASSIGN(change.sandbox, body.Flag("sandbox"));
  BW_TRY_ASSIGN(change.enabled, body.Flag("enabled"));
  BW_TRY_ASSIGN(const auto environment,
                uses.environments.Update(call.Param("name"), change,
                                         model::OperatorActor(call.origin()), call.now()));
  return EncodeEnvironment(200, environment);
}

struct Endpoint {
  http::Method method;
  std::string_view pattern;
  Result<Reply> (*run)(const Uses&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

constexpr Endpoint kEndpoints[] = {
    {http::Method::kGet, "/v1/environments", ListEnvironments, "v1.list_environments",
     "List the environments, the default one first", &kListEnvironments},
    {http::Method::kPost, "/v1/environments", CreateEnvironment, "v1.create_environment",
     "Create an environment with its own data and signing keys", &kCreateEnvironment},
    {http::Method::kGet, "/v1/environments/{name}", ReadEnvironment, "v1.read_environment",
     "Read an environment, by its name or id", &kReadEnvironment},
    {http::Method::kPatch, "/v1/environments/{name}", UpdateEnvironment, "v1.update_environment",
     "Change an environment; a disabled one refuses every credential", &kUpdateEnvironment},
};

}  // namespace

std::vector<door::Route> CommandRoutes(const CommandUses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({endpoint.method, std::string(endpoint.pattern), door::OpenGuard(),
                      door::RunOn::kWorker, door::Bind(uses, endpoint.run), endpoint.operation,
                      endpoint.summary, endpoint.contract, &dialect});
  }
  return routes;
}

}  // namespace bearward::dialects::v1
