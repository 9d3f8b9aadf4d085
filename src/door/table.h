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
  // credentials, is guarded and accepts none, glances although it does not run on a worker, or is
  // inline where finding the environment blocks.
  static base::Result<Table> Join(std::vector<Route> routes, const Dialect& fallback);

  // Find looks a request up; Match::value is the row's number.
  http::Match Find(http::Method method, std::string_view path) const {
    return router_.Find(method, path);
  }
  // DialectOf gives the dialect whose prefix fits a path best, for requests without a row.
  const Dialect& DialectOf(std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }
  // name gives a row as the log shows it, for example "POST /auth/login".
  const std::string& name(std::size_t row) const { return names_[row]; }
  // dialects gives each once, the fallback included.
  const std::vector<const Dialect*>& dialects() const { return dialects_; }

 private:
  base::Status Add(const Route& route);

  std::vector<Route> routes_;
  std::vector<std::string> names_;
  std::vector<const Dialect*> dialects_;
  http::Router router_;
};

}  // namespace bearward::door
