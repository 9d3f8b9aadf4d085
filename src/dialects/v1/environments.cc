#include "dialects/v1/environments.h"

#include <utility>

#include "dialects/v1/environment_contracts.h"
#include "dialects/v1/guard.h"
#include "door/list_query.h"
#include "model/cell_json.h"
#include "model/environment_fields.h"
#include "model/operator.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;
using model::Actor;
using Uses = EnvironmentUses;

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

Result<Reply> ListEnvironments(const Uses& uses, Call& /*call*/, const Actor& /*actor*/) {
  BW_TRY_ASSIGN(const auto environments, uses.environments.List());
  door::ListWriter writer;
  for (const model::Environment& one : environments) WriteEnvironment(writer.items(), one);
  return writer.Finish({});
}

Result<Reply> ReadEnvironment(const Uses& uses, Call& call, const Actor& /*actor*/) {
  BW_TRY_ASSIGN(const auto environment, uses.environments.Find(call.Param("name")));
  return EncodeEnvironment(200, environment);
}

Result<Reply> CreateEnvironment(const Uses& uses, Call& call, const Actor& actor) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string name, body.RequiredText("name"));
  BW_TRY_ASSIGN(const auto sandbox, body.Flag("sandbox"));
  BW_TRY(uses.create(name, sandbox, actor));
  BW_TRY_ASSIGN(const auto environment, uses.environments.Find(name));
  return EncodeEnvironment(201, environment);
}

Result<Reply> UpdateEnvironment(const Uses& uses, Call& call, const Actor& actor) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  environments::EnvironmentChange change;
  BW_TRY_ASSIGN(change.sandbox, body.Flag("sandbox"));
  BW_TRY_ASSIGN(change.enabled, body.Flag("enabled"));
  BW_TRY_ASSIGN(const auto environment,
                uses.environments.Update(call.Param("name"), change, actor, call.now()));
  return EncodeEnvironment(200, environment);
}

struct Endpoint {
  http::Method method;
  std::string_view pattern;
  Result<Reply> (*run)(const Uses&, Call&, const Actor&);
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

// AsCommand checks nothing: only the command line reaches its door.
Result<Reply> AsCommand(const Uses& uses, const Endpoint& endpoint, Call& call) {
  return endpoint.run(uses, call, model::OperatorActor(call.origin()));
}

Result<Reply> AsOperator(const Uses& uses, const Endpoint& endpoint, Call& call) {
  BW_TRY(verify::CheckInstallation(call.caller().principal(), uses.find_default));
  return endpoint.run(uses, call, call.caller().AsActor());
}

std::vector<door::Route> RoutesOf(const Uses& uses, const door::Dialect& dialect,
                                  const door::Guard& guard,
                                  Result<Reply> (*as)(const Uses&, const Endpoint&, Call&)) {
  std::vector<door::Route> routes;
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({endpoint.method, std::string(endpoint.pattern), guard, door::RunOn::kWorker,
                      [uses, as, &endpoint](Call& call) { return as(uses, endpoint, call); },
                      endpoint.operation, endpoint.summary, endpoint.contract, &dialect});
  }
  return routes;
}

}  // namespace

std::vector<door::Route> EnvironmentRoutes(const EnvironmentUses& uses,
                                           const door::Dialect& dialect) {
  return RoutesOf(uses, dialect, TokenOrKey(), AsOperator);
}

std::vector<door::Route> CommandRoutes(const EnvironmentUses& uses, const door::Dialect& dialect) {
  return RoutesOf(uses, dialect, door::OpenGuard(), AsCommand);
}

}  // namespace bearward::dialects::v1
