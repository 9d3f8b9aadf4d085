// Table: all rows of all dialects, joined. Internal to door.
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
  // Join checks every row. kExists "route_exists" when two rows claim the same; kInvalid
  // "bad_pattern", or "bad_route" for a row that lacks a part, is open and yet looks at
  // credentials, is guarded and accepts none, does not name the kinds and profiles that it takes,
  // glances although it does not run on a worker, or is inline where finding the environment
  // blocks.
  static base::Result<Table> Join(std::vector<Route> routes, const Dialect& fallback);

  // Find looks the path of a request up; Match::value is the row's number. Rows of a dialect with
  // a host are found for that host only, and before those of any host. A path that ends with a
  // slash is the one without it where that is no row's own path, unless its dialect has
  // exact_paths. `method` may differ from the request's: a preflight asks about another one.
  http::Match Find(http::Method method, const http::Request& request) const {
    return hosts_.empty() ? FindIn(router_, method, request) : FindByHost(method, request);
  }
  // DialectOf gives the dialect of the request's host whose prefix fits its path best, for requests
  // without a row.
  const Dialect& DialectOf(const http::Request& request) const;

  const std::vector<Route>& routes() const { return routes_; }
  // name gives a row as the log shows it, for example "POST /auth/login".
  const std::string& name(std::size_t row) const { return names_[row]; }
  // dialects gives each once, the fallback included.
  const std::vector<const Dialect*>& dialects() const { return dialects_; }

 private:
  base::Status Add(const Route& route);
  http::Router& RouterOf(const std::string& host);
  http::Match FindIn(const http::Router& router, http::Method method,
                     const http::Request& request) const;
  http::Match FindByHost(http::Method method, const http::Request& request) const;

  std::vector<Route> routes_;
  std::vector<std::string> names_;
  std::vector<const Dialect*> dialects_;
  // HostRows are the rows of the dialects that have this host.
  struct HostRows {
    std::string host;
    http::Router router;
  };
  http::Router router_;  // rows of any host
  std::vector<HostRows> hosts_;
};

}  // namespace bearward::door
