#include "dialects/v1/command_routes.h"

#include <chrono>
#include <optional>
#include <utility>

#include "base/invalid.h"
#include "base/time.h"
#include "base/words.h"
#include "dialects/v1/codec.h"
#include "dialects/v1/command_contracts.h"
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

Result<Reply> CreateKey(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  keys::NewEnvironmentKey wanted;
  BW_TRY_ASSIGN(const auto description, body.Text("description"));
  wanted.description = description.value_or("");
  BW_TRY_ASSIGN(wanted.permissions, body.Texts("permissions"));
  BW_TRY_ASSIGN(wanted.expires_at, body.Time("expires_at"));
  BW_TRY_ASSIGN(const keys::NewApiKey made, uses.keys.Create(call.caller(), wanted));
  return door::NoStore(EncodeEnvironmentKey(made.key, made.value));
}

Result<Reply> ListKeys(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto keys, uses.keys.List(call.caller()));
  return EncodeEnvironmentKeys(keys);
}

constexpr std::int64_t kUnusedDays = 90;
constexpr std::int64_t kMostDays = 36'500;

void WriteUnusedKey(json::Writer& writer, const store::UnusedKey& key) {
  const auto time = [&writer](const std::optional<base::Time>& at) {
    at ? writer.String(base::FormatIsoMillis(*at)) : writer.Null();
  };
  const auto id = [&writer](const auto& owner) {
    owner ? writer.String(owner->text) : writer.Null();
  };
  writer.BeginObject().Key("object").String("unused_api_key").Key("id").String(key.id);
  writer.Key("name").String(key.name).Key("user_id");
  id(key.user);
  writer.Key("organization_id");
  id(key.organization);
  writer.Key("created_at").String(base::FormatIsoMillis(key.created_at)).Key("last_used_at");
  time(key.last_used_at);
  writer.Key("expires_at");
  time(key.expires_at);
  writer.EndObject();
}

Result<Reply> ListUnusedKeys(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const auto text, call.Query("days"));
  const auto days = text ? door::ParseInteger(*text) : kUnusedDays;
  if (!days || *days < 1 || *days > kMostDays) {
    return base::Fail(
        base::Invalid("invalid_value", "`days` must be a whole number from 1 to 36500.", {"days"}));
  }
  BW_TRY_ASSIGN(const auto keys,
                uses.keys.ListUnused(call.caller(), call.now() - std::chrono::days(*days)));
  door::ListWriter list;
  for (const store::UnusedKey& key : keys) WriteUnusedKey(list.items(), key);
  return list.Finish({});
}

struct Endpoint {
  http::Method method;
  std::string_view pattern;
  bool open;
  Result<Reply> (*run)(const Uses&, Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

constexpr Endpoint kEndpoints[] = {
    {http::Method::kGet, "/v1/environments", true, ListEnvironments, "v1.list_environments",
     "List the environments, the default one first", &kListEnvironments},
    {http::Method::kPost, "/v1/environments", true, CreateEnvironment, "v1.create_environment",
     "Create an environment with its own data and signing keys", &kCreateEnvironment},
    {http::Method::kGet, "/v1/environments/{name}", true, ReadEnvironment, "v1.read_environment",
     "Read an environment, by its name or id", &kReadEnvironment},
    {http::Method::kPatch, "/v1/environments/{name}", true, UpdateEnvironment,
     "v1.update_environment", "Change an environment; a disabled one refuses every credential",
     &kUpdateEnvironment},
    {http::Method::kGet, "/v1/api_keys", false, ListKeys, "v1.list_environment_api_keys",
     "List the API keys of the environment, without their values", &kListEnvironmentKeys},
    {http::Method::kPost, "/v1/api_keys", false, CreateKey, "v1.create_environment_api_key",
     "Create an API key of the environment; the value is shown once", &kCreateEnvironmentKey},
    {http::Method::kGet, "/v1/unused_api_keys", false, ListUnusedKeys, "v1.list_unused_api_keys",
     "List the API keys of every owner that were not used for some time", &kListUnusedKeys},
};

}  // namespace

std::vector<door::Route> CommandRoutes(const CommandUses& uses, const door::Dialect& dialect) {
  std::vector<door::Route> routes;
  for (const Endpoint& endpoint : kEndpoints) {
    routes.push_back({endpoint.method, std::string(endpoint.pattern),
                      endpoint.open ? door::OpenGuard() : TokenOrKey(), door::RunOn::kWorker,
                      door::Bind(uses, endpoint.run), endpoint.operation, endpoint.summary,
                      endpoint.contract, &dialect});
  }
  return routes;
}

}  // namespace bearward::dialects::v1
