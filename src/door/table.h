// Table: the joined routes of all dialects. Internal to door.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "door/route.h"
#include "http/router.h"

namespace bearward::door {

// Table is immutable and safe from any thread.
class Table {
 public:
  // Join checks and joins the routes. kExists "route_exists" for two routes with the same method
  // and path; kInvalid "bad_pattern" or "bad_route". A route is bad when it lacks a part, is open
  // but accepts credentials, is guarded but accepts none, does not name its credential kinds and
  // token profiles, or has a fast path but does not run on a worker.
  static base::Result<Table> Join(std::vector<Route> routes, const Dialect& fallback);

  // Find looks up the path of a request; Match::value is the index of the route. Routes of a
  // dialect with a host match only that host and take precedence over routes of any host. A path
  // with a trailing slash also matches the route without it, unless another route has exactly that
  // path or the dialect has exact_paths. `method` may differ from the request's: a preflight asks
  // about another method.
  http::Match Find(http::Method method, const http::Request& request) const {
    return hosts_.empty() ? FindIn(router_, method, request) : FindByHost(method, request);
  }
  // DialectOf returns the dialect of the request's host with the longest matching prefix, for
  // requests without a route.
  const Dialect& DialectOf(const http::Request& request) const;
  // LoggablePath returns the path of a request without a route, or the pattern if a route with
  // another method matches the path and has secret_path.
  std::string_view LoggablePath(const http::Request& request) const;

  const std::vector<Route>& routes() const { return routes_; }
  // name returns the route's name in the log, for example "POST /auth/login".
  const std::string& name(std::size_t row) const { return names_[row]; }
  // dialects returns each dialect once, including the fallback.
  const std::vector<const Dialect*>& dialects() const { return dialects_; }
  // credential_headers returns the headers of the common forms and of all forms that a route
  // accepts.
  const CredentialHeaders& credential_headers() const { return credential_headers_; }

 private:
  base::Status Add(const Route& route);
  http::Router& RouterOf(const std::string& host);
  http::Match FindIn(const http::Router& router, http::Method method,
                     const http::Request& request) const;
  http::Match FindByHost(http::Method method, const http::Request& request) const;

  std::vector<Route> routes_;
  std::vector<std::string> names_;
  std::vector<const Dialect*> dialects_;
  CredentialHeaders credential_headers_{kForms<kBearer, kApiKey, kBasic>};
  // HostRows are the routes of the dialects that have this host.
  struct HostRows {
    std::string host;
    http::Router router;
  };
  http::Router router_;  // routes of any host
  std::vector<HostRows> hosts_;
};

}  // namespace bearward::door
