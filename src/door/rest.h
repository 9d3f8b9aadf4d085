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

// Extra is what a body asks for besides the row: `also` is written with it, and `once` is called
// after the transaction for a further member of the response, such as a new secret, as a text like
// `"client_secret":"..."`.
struct Extra {
  resource::Verbs::Also also = nullptr;
  std::function<std::string()> once = nullptr;
};

// Codec is the wire form of a resource where it differs from its description. `members` are further
// members of a body, which `read` reads. `write` returns further members of each object, as a text
// such as `"domains":[]`; it is called once for a list, so that it can read for all rows together.
struct Codec {
  std::span<const std::string_view> members = {};
  std::function<base::Result<Extra>(const json::Value& body, resource::Purpose purpose)> read =
      nullptr;
  std::function<base::Result<std::vector<std::string>>(const model::Caller& caller,
                                                       std::span<const model::AnyRow> rows)>
      write = nullptr;
};

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
  Rest(const resource::Verbs& verbs, std::string path, const Mount& mount, Codec codec = {})
      : form_{verbs, mount, std::move(codec)}, path_(std::move(path)) {}

  Rest& Create(int status, std::string_view operation, std::string_view summary);
  Rest& Get(std::string_view operation, std::string_view summary);
  // GetBy reads a row by a unique field, at `path`/FIELD/{FIELD}.
  Rest& GetBy(std::string_view field, std::string_view operation, std::string_view summary);
  // Update sets the fields that the body contains. Replace also resets the fields that it lacks.
  Rest& Update(http::Method method, std::string_view operation, std::string_view summary);
  Rest& Replace(std::string_view operation, std::string_view summary);
  // Delete answers 200 with {"object","id","status":"deleted"}, and another status without a body.
  Rest& Delete(int status, std::string_view operation, std::string_view summary);
  Rest& List(std::string_view operation, std::string_view summary);
  // Action adds an operation of the resource's own on one row, at `suffix` below the row.
  using Act =
      std::function<base::Result<model::AnyRow>(const model::Caller& caller, std::string_view id)>;
  Rest& Action(http::Method method, std::string_view suffix, int status, Act act,
               std::string_view operation, std::string_view summary);

  // Rows returns the routes; call it last.
  std::vector<Route> Rows() { return std::move(rows_); }

  // Form is what the functions of the routes use.
  struct Form {
    const resource::Verbs& verbs;
    Mount mount;
    Codec codec;
  };

 private:
  Route& Add(http::Method method, std::string pattern, std::string_view permission,
             std::string_view operation, std::string_view summary);
  std::string OnePattern() const;

  Form form_;
  std::string path_;
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
