#include "door/table.h"

#include <algorithm>
#include <utility>

#include "base/ascii.h"

namespace bearward::door {
namespace {

std::string NameOf(const Route& route) {
  return std::string(http::MethodText(route.method)) + " " + route.pattern;
}

// FaultOf returns what is wrong with a route, "" if nothing is.
std::string_view FaultOf(const Route& route) {
  const Guard& guard = route.guard;
  if (!route.run || route.dialect == nullptr || !route.errors().write) return "is incomplete";
  if (route.operation.empty()) return "has no operation";
  if (route.contract == nullptr) return "has no contract";
  const bool accepts = !guard.accepted.empty() || guard.session_cookie;
  if (guard.need.open() && accepts) return "is open and accepts credentials";
  if (!guard.need.open() && !accepts) return "is guarded and accepts none";
  constexpr auto kTokens =
      static_cast<verify::KindSet>(verify::KindBit(model::CredentialKind::kJwt) |
                                   verify::KindBit(model::CredentialKind::kReference));
  if (guard.need.open() != (guard.kinds == 0)) return "must name its kinds of credential, or none";
  if ((guard.kinds & kTokens) != 0 && guard.profiles == 0) return "takes tokens of no profile";
  const bool on_worker = route.run_on == RunOn::kWorker || route.run_on == RunOn::kReading;
  if (route.try_cached && !on_worker) return "has a fast path, but does not run on a worker";
  return {};
}

// Fits says whether the prefix equals the path or ends at one of its segment boundaries.
bool Fits(std::string_view prefix, std::string_view path, bool ignore_case) {
  if (path.size() < prefix.size()) return false;
  const std::string_view head = path.substr(0, prefix.size());
  const bool same = ignore_case ? base::EqualsIgnoreCase(head, prefix) : head == prefix;
  return same &&
         (path.size() == prefix.size() || prefix.ends_with('/') || path[prefix.size()] == '/');
}

// HostOf returns the host of the request without the port and the trailing dot of an absolute name.
std::string_view HostOf(const http::Request& request) {
  std::string_view host = request.Find("Host");
  const std::size_t bracket = host.rfind(']');
  host = host.substr(0, host.find(':', bracket == std::string_view::npos ? 0 : bracket));
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

}  // namespace

base::Status Table::Add(const Route& route) {
  if (const std::string_view fault = FaultOf(route); !fault.empty()) {
    return base::Fail(base::Invalid("bad_route", NameOf(route) + " " + std::string(fault) + "."));
  }
  const auto path_case =
      route.dialect->mount.ignore_case ? http::PathCase::kIgnore : http::PathCase::kExact;
  http::Router& router = RouterOf(route.dialect->mount.host);
  BW_TRY(router.Add(route.method, route.pattern, path_case, names_.size()));
  names_.push_back(NameOf(route));
  credential_headers_.Add(route.guard.accepted);
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

http::Router& Table::RouterOf(const std::string& host) {
  if (host.empty()) return router_;
  const auto found = std::ranges::find(hosts_, host, &HostRows::host);
  return found != hosts_.end() ? found->router : hosts_.emplace_back(host).router;
}

http::Match Table::FindIn(const http::Router& router, http::Method method,
                          const http::Request& request) const {
  const std::string_view path = request.path;
  http::Match match = router.Find(method, path);
  const bool is_known = match.found || match.allowed != 0;
  const bool has_slash = path.size() > 1 && path.ends_with('/');
  if (!is_known && has_slash && !DialectOf(request).mount.exact_paths) {
    match = router.Find(method, path.substr(0, path.size() - 1));
  }
  return match;
}

http::Match Table::FindByHost(http::Method method, const http::Request& request) const {
  const std::string_view host = HostOf(request);
  const auto own = std::ranges::find_if(
      hosts_, [&](const HostRows& rows) { return base::EqualsIgnoreCase(rows.host, host); });
  if (own == hosts_.end()) return FindIn(router_, method, request);
  const http::Match of_host = FindIn(own->router, method, request);
  if (of_host.found) return of_host;
  http::Match of_any = FindIn(router_, method, request);
  if (!of_any.found) of_any.allowed |= of_host.allowed;
  return of_any;
}

const Dialect& Table::DialectOf(const http::Request& request) const {
  const Dialect* best = dialects_.front();
  std::size_t length = 0;
  for (const Dialect* dialect : dialects_) {
    const MountPoint& mount = dialect->mount;
    if (!mount.host.empty() && !base::EqualsIgnoreCase(mount.host, HostOf(request))) continue;
    for (const std::string& prefix : mount.prefixes) {
      if (prefix.size() <= length || !Fits(prefix, request.path, mount.ignore_case)) continue;
      best = dialect;
      length = prefix.size();
    }
  }
  return *best;
}

std::string_view Table::LoggablePath(const http::Request& request) const {
  using enum http::Method;
  for (const http::Method method : {kGet, kPost, kPut, kPatch, kDelete, kOptions}) {
    const http::Match match = Find(method, request);
    if (match.found && routes_[match.value].secret_path) return routes_[match.value].pattern;
  }
  return request.path;
}

}  // namespace bearward::door
