#include "app/command_door.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/near_miss.h"

namespace bearward::app {
namespace {

// Few threads: commands are rare.
constexpr door::PoolSizes kPools = {.workers = 1, .hashers = 1};

Config WithoutMounts(Config config) {
  config.dialects.clear();
  return config;
}

base::Error NoEnvironment(std::string_view text, const std::vector<model::Environment>& known) {
  if (known.empty()) {
    return base::NotFound("environment_not_found",
                          "No environment exists yet. Make one: bearward environment create "
                          "--name production");
  }
  std::vector<std::string_view> names;
  for (const model::Environment& one : known) names.emplace_back(one.name);
  return base::NotFound("environment_not_found",
                        "No environment \"" + std::string(text) + "\"." +
                            base::Suggest(text, names, "Run: bearward environment list"));
}

door::EnvironmentFinder FinderIn(const environments::EnvironmentCache& cache) {
  return
      [&cache](const http::Request& request) -> base::Result<std::optional<model::EnvironmentId>> {
        const std::string_view text = request.Find(kEnvironmentHeader);
        BW_TRY_ASSIGN(const auto all, cache.All());
        if (text.empty() && !all->empty()) return all->front().id;
        const auto found = std::ranges::find_if(*all, [text](const model::Environment& one) {
          return one.name == text || one.id.text == text;
        });
        if (found == all->end()) return base::Fail(NoEnvironment(text, *all));
        return found->id;
      };
}

}  // namespace

CommandDoor::CommandDoor(const Parts& parts, const Config& config)
    : config_(WithoutMounts(config)), dialects_(parts.dialects, config_) {}

CommandDoor::~CommandDoor() {
  if (door_) door_->Stop();
}

base::Result<std::unique_ptr<CommandDoor>> CommandDoor::Make(const Parts& parts,
                                                             const Config& config) {
  std::unique_ptr<CommandDoor> made(new CommandDoor(parts, config));
  std::vector<door::Route> rows = made->dialects_.Rows();
  auto more = dialects::v1::CommandRoutes(parts.environments, made->dialects_.fallback());
  std::ranges::move(more, std::back_inserter(rows));
  const environments::EnvironmentCache& cache = parts.dialects.environment_cache;
  BW_TRY_ASSIGN(made->door_, door::Door::Make(
                                 {.verifier = parts.dialects.verifier,
                                  .request_log = parts.request_log,
                                  .metrics = made->metrics_,
                                  .clock = parts.clock,
                                  .entropy = parts.dialects.entropy,
                                  .operators = FinderIn(cache)},
                                 std::move(rows), made->dialects_.fallback(),
                                 [&cache] { return cache.DefaultId(); }, kPools));
  return made;
}

}  // namespace bearward::app
