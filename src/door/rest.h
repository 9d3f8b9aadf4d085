// Rest: the routes of a described resource (model/fields.h). Decoding, encoding, schemas, paging
// and the required permission come from the description and its rules; errors from the dialect.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "door/route.h"
#include "resource/object_json.h"
#include "resource/verbs.h"

namespace bearward::door {

// ReadBody reads a request body into a row, as resource::ReadObject does.
using ReadBody = base::Status (*)(const json::Value& body, const model::Record& record,
                                  resource::Purpose purpose, void* row);

// Mount is how a dialect presents a resource. The need of the guard is replaced by the permission
// of each verb. `strict` refuses unknown query parameters, and bodies where none is expected.
struct Mount {
  const Dialect& dialect;
  Guard guard;
  bool strict = false;
  ReadBody read_body = &resource::ReadObject;
};

// Rest collects routes below `path`. Each function adds one; `operation` and `summary` are literals
// for /openapi.json. `status` is that of success. The verbs must outlive the routes.
class Rest {
 public:
  Rest(const resource::Verbs& verbs, std::string path, const Mount& mount)
      : verbs_(verbs), path_(std::move(path)), mount_(mount) {}

  Rest& Create(int status, std::string_view operation, std::string_view summary);
  Rest& Get(std::string_view operation, std::string_view summary);
  // Update sets the fields that the body contains. Replace also resets the fields that it lacks.
  Rest& Update(http::Method method, std::string_view operation, std::string_view summary);
  Rest& Replace(std::string_view operation, std::string_view summary);
  // Delete answers 204 without a body; with another status {"object","id","status":"deleted"}.
  Rest& Delete(int status, std::string_view operation, std::string_view summary);
  Rest& List(std::string_view operation, std::string_view summary);
  // Action adds an operation of the resource's own on one row, at `suffix` below the row.
  using Act =
      std::function<base::Result<model::AnyRow>(const model::Caller& caller, std::string_view id)>;
  Rest& Action(http::Method method, std::string_view suffix, int status, Act act,
               std::string_view operation, std::string_view summary);

  // Rows returns the routes; call it last.
  std::vector<Route> Rows() { return std::move(rows_); }

 private:
  Route& Add(http::Method method, std::string pattern, std::string_view permission,
             std::string_view operation, std::string_view summary);
  std::string OnePattern() const;

  const resource::Verbs& verbs_;
  std::string path_;
  Mount mount_;
  std::vector<Route> rows_;
};

// Typed returns an Act that calls a member function of the verbs of one resource.
template <class V, class R>
Rest::Act Typed(const V& verbs,
                base::Result<R> (V::*act)(const model::Caller&, std::string_view) const) {
  return [&verbs, act](const model::Caller& caller,
                       std::string_view id) -> base::Result<model::AnyRow> {
    BW_TRY_ASSIGN(R row, (verbs.*act)(caller, id));
    return std::make_shared<R>(std::move(row));
  };
}

}  // namespace bearward::door
