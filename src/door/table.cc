#include "door/table.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace bearward::door {
namespace {

std::string NameOf(const Route& route) {
  return std::string(http::MethodText(route.method)) + " " + route.pattern;
}

// FaultOf says what is wrong with a row, "" if nothing is.
std::string_view FaultOf(const Route& route) {
  const Guard& guard = route.guard;
  if (!route.run || route.dialect == nullptr || !route.dialect->write_error) return "is incomplete";
  if (route.operation.empty()) return "has no operation";
  if (guard.need.open() && guard.accepted != kNothing) return "is open and accepts credentials";
  if (!guard.need.open() && guard.accepted == kNothing) return "is guarded and accepts none";
  const bool looks_first = route.glance || route.hold;
  const bool on_worker = route.run_on == RunOn::kWorker || route.run_on == RunOn::kReading;
  if (looks_first && !on_worker) return "glances, but not before a worker";
  if ((route.run_on == RunOn::kInline || looks_first) && route.dialect->environment) {
    return "is inline, but its dialect looks for the environment";
  }
  return {};
}

// Fits says whether a prefix is the path or ends at one of its segments.
bool Fits(std::string_view prefix, std::string_view path, bool ignore_case) {
  if (path.size() < prefix.size()) return false;
  const std::string_view head = path.substr(0, prefix.size());
  const bool same = ignore_case ? base::EqualsIgnoreCase(head, prefix) : head == prefix;
  return same &&
         (path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/');
}

}  // namespace

base::Status Table::Add(const Route& route) {
  if (const std::string_view fault = FaultOf(route); !fault.empty()) {
    return base::Fail(base::Invalid("bad_route", NameOf(route) + " " + std::string(fault) + "."));
  }
  const auto path_case =
      route.dialect->ignore_case ? http::PathCase::kIgnore : http::PathCase::kExact;
  BW_TRY(router_.Add(route.method, route.pattern, path_case, names_.size()));
  names_.push_back(NameOf(route));
  if (std::ranges::find(dialects_, route.dialect) == dialects_.end()) {
    dialects_.push_back(route.dialect);
  }
  return {};
}

base::Result<Table> Table::Join(std::vector<Route> routes, const Dialect& fallback) {
  Table table;
  table.dialects_.push_back(&fallback);
  for (const Route& route : routes) BW_TRY(table.Add(route));
  table.routes_ = std::move(routes);
  return table;
}

const Dialect& Table::DialectOf(std::string_view path) const {
  const Dialect* best = dialects_.front();
  std::size_t length = 0;
  for (const Dialect* dialect : dialects_) {
    for (const std::string& prefix : dialect->prefixes) {
      if (prefix.size() <= length || !Fits(prefix, path, dialect->ignore_case)) continue;
      best = dialect;
      length = prefix.size();
    }
  }
  return *best;
}

}  // namespace bearward::door
