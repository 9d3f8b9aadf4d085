// Row: a route of an Application User, as a row of a table.
#pragma once

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// Row is one route. It accepts the token of an Application User and runs on a worker.
struct Row {
  http::Method method;
  std::string_view path;  // after the prefix of its table
  base::Result<door::Reply> (*function)(const Uses&, door::Call&);
  std::string_view operation;
  std::string_view summary;
  const door::Contract* contract;
};

// RoutesOf returns the routes of `rows`, whose paths follow `prefix`. `uses` is copied; `dialect`
// and the rows must outlive the routes.
std::vector<door::Route> RoutesOf(const Uses& uses, const door::Dialect& dialect,
                                  std::string_view prefix, std::span<const Row> rows);

// NotFoundIsInvalid turns kNotFound into kInvalid. The vendor documents 400 and no 404 for the
// operations that name an integration or an uploaded file in the query (contracts: WorkSpan 2.2).
template <class T>
base::Result<T> NotFoundIsInvalid(base::Result<T> result) {
  if (!result && result.error().code == base::Code::kNotFound) {
    result.error().code = base::Code::kInvalid;
  }
  return result;
}

}  // namespace bearward::dialects::workspan
