// The routes for operators: /livez, /readyz, /metrics, /openapi.json, and those under /.well-known
// that are about the whole server.
#pragma once

#include <functional>
#include <vector>

#include "base/result.h"
#include "dialects/v1/openapi.h"
#include "door/route.h"
#include "observe/health.h"
#include "observe/metrics.h"

namespace bearward::dialects::v1 {

// OperatorUses are the dependencies of the routes; health and metrics must outlive them. `ping`
// checks that the storage can be read and written and that tokens can be signed; it may block.
// `routes` returns the joined table and is only called once that exists.
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
};

// HealthRoutes returns /livez, /readyz and /metrics, and with `has_profiles` those of profiles.h,
// all open; `dialect` must outlive them.
std::vector<door::Route> HealthRoutes(const OperatorUses& uses, const door::Dialect& dialect);

// OperatorRoutes returns all of them, without /metrics if an operators' listener has it, all open;
// `dialect` must outlive them. /livez is 200 while the
// process runs. /readyz is 503 during startup, during shutdown, and while `ping` fails.
std::vector<door::Route> OperatorRoutes(const OperatorUses& uses, const door::Dialect& dialect);

}  // namespace bearward::dialects::v1
