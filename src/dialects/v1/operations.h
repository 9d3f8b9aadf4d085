// The routes for operators: /livez, /readyz, /metrics, /openapi.json, and those under /.well-known
// that are about the whole server.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "dialects/v1/openapi.h"
#include "door/route.h"
#include "observe/health.h"
#include "observe/metrics.h"

namespace bearward::dialects::v1 {

// NodeFacts is the state of one of several nodes. `nodes` is the number of live ones, with this
// one; `lease` is the time for which it may still answer from memory, zero after its end; `lag` is
// the time since the start of its last successful look at the event log.
struct NodeFacts {
  std::int64_t nodes = 1;
  std::chrono::milliseconds lease{};
  std::chrono::milliseconds lag{};
};

// OperatorUses are the dependencies of the routes; health and metrics must outlive them. `ping`
// checks that the storage can be read and written and that tokens can be signed; it may block.
// `routes` returns the joined table and is only called once that exists. `node` returns nullopt for
// a server that shares its data with no other; /readyz shows its result where /metrics is.
struct OperatorUses {
  const observe::Health& health;
  const observe::Registry& metrics;
  std::function<base::Status()> ping;
  std::function<const std::vector<door::Route>&()> routes;
  ApiInfo info;
  bool has_metrics = true;
  bool has_profiles = false;  // only on an operators' listener
  // Of /.well-known/security.txt (RFC 9116), which exists if there is a contact.
  std::vector<std::string> security_contacts = {};
  std::string security_policy = {};
  std::function<std::optional<NodeFacts>()> node = nullptr;
};

// HealthRoutes returns /livez, /readyz and /metrics, and with `has_profiles` those of profiles.h,
// all open; `dialect` must outlive them.
std::vector<door::Route> HealthRoutes(const OperatorUses& uses, const door::Dialect& dialect);

// OperatorRoutes returns all of them, without /metrics if an operators' listener has it, all open;
// `dialect` must outlive them. /livez is 200 while the
// process runs. /readyz is 503 during startup, during shutdown, and while `ping` fails.
std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
