#include "dialects/workspan/row.h"

#include <string>

#include "dialects/workspan/guard.h"

namespace bearward::dialects::workspan {

std::vector<door::Route> RoutesOf(const Uses& uses, const door::Dialect& dialect,
                                  std::string_view prefix, std::span<const Row> rows) {
  std::vector<door::Route> routes;
  routes.reserve(rows.size());
  for (const Row& row : rows) {
    std::string path(prefix);
    path += row.path;
    routes.push_back({row.method, std::move(path), ApplicationUser(), door::RunOn::kWorker,
                      door::Bind(uses, row.function), row.operation, row.summary, row.contract,
                      &dialect});
  }
  return routes;
}

}  // namespace bearward::dialects::workspan
