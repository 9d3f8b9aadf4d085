#include "environments/environments.h"

#include <algorithm>
#include <string>

#include "base/near_miss.h"
#include "model/changes.h"
#include "model/operator.h"
#include "sessions/sessions.h"
#include "store/applications.h"
#include "store/environments.h"

namespace bearward::environments {
namespace {

base::Result<model::Environment> FindByClient(store::ReadTx& tx, const model::EnvironmentId& asked,
                                              std::string_view client_id) {
  BW_TRY_ASSIGN(auto environments, store::ListEnvironments(tx));
  for (model::Environment& environment : environments) {
    if (model::ClientIdOf(environment.id) == client_id) return std::move(environment);
  }
  const auto environment = std::ranges::find(environments, asked, &model::Environment::id);
  if (environment != environments.end()) {
    BW_TRY_ASSIGN(const auto application, store::FindApplicationByClientId(tx, asked, client_id));
    if (application) return std::move(*environment);
  }
  return base::Fail(base::NotFound("client_not_found", "No such client."));
}

base::Error NoEnvironment(std::string_view text, const std::vector<model::Environment>& known) {
  std::vector<std::string_view> names;
  for (const model::Environment& environment : known) names.emplace_back(environment.name);
  return base::NotFound("environment_not_found", "No environment \"" + std::string(text) + "\"." +
                                                     base::Suggest(text, names, ""));
}

base::Result<model::Environment> FindIn(store::ReadTx& tx, std::string_view text) {
  BW_TRY_ASSIGN(const auto all, store::ListEnvironments(tx));
  const auto found = std::ranges::find_if(all, [text](const model::Environment& one) {
    return one.name == text || one.id.text == text;
  });
  if (found == all.end()) return base::Fail(NoEnvironment(text, all));
  return *found;
}

// Only its users may manage environments, so no request over the network could enable it again.
base::Status CheckMayDisable(store::ReadTx& tx, const model::Environment& environment,
                             const model::Actor& actor) {
  if (actor.credential_id == model::kOperatorCredential) return {};
  BW_TRY_ASSIGN(const auto all, store::ListEnvironments(tx));
  if (all.front().id != environment.id) return {};
  return base::Fail(base::Conflict(
      "default_environment",
      "The first environment is that of the operators. Disable it with the command line."));
}

}  // namespace

base::Result<std::vector<model::Environment>> Environments::List() {
  return store_.Read(store::ListEnvironments);
}

base::Result<model::Environment> Environments::Find(std::string_view text) {
  return store_.Read([&](store::ReadTx& tx) { return FindIn(tx, text); });
}

base::Result<model::Environment> Environments::Update(std::string_view text,
                                                      const EnvironmentChange& change,
                                                      const model::Actor& actor, base::Time at) {
  return store_.Write([&](store::WriteTx& tx) -> base::Result<model::Environment> {
    BW_TRY_ASSIGN(model::Environment environment, FindIn(tx, text));
    const model::Environment before = environment;
    environment.sandbox = change.sandbox.value_or(before.sandbox);
    environment.enabled = change.enabled.value_or(before.enabled);
    const bool same =
        environment.sandbox == before.sandbox && environment.enabled == before.enabled;
    if (same) return environment;
    if (before.enabled && !environment.enabled) BW_TRY(CheckMayDisable(tx, environment, actor));
    BW_TRY(store::UpdateEnvironment(tx, environment));
    BW_TRY(tx.Append(model::EventBy(environment.id, actor, at)
                         .Make(model::EventType::kEnvironmentUpdated, environment.id.text,
                               std::nullopt, model::Changes::Between(before, environment).Json())));
    if (before.enabled && !environment.enabled) {
      BW_TRY(sessions::EndAllIn(tx, environment.id, std::nullopt, at));
    }
    return environment;
  });
}

base::Result<model::Environment> Environments::OfClient(const model::EnvironmentId& asked,
                                                        std::string_view client_id) {
  return store_.Read([&](store::ReadTx& tx) { return FindByClient(tx, asked, client_id); });
}

}  // namespace bearward::environments
