// Rest: the routes of a described resource (model/fields.h). Decoding, encoding, schemas, paging
// and the required permission come from the description and its rules; errors from the dialect.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "door/codec.h"
#include "door/rest_contracts.h"
#include "door/route.h"
#include "json/schema.h"
#include "resource/object_json.h"
#include "resource/verbs.h"

namespace bearward::door {

// ReadBody reads a request body into a row, as resource::ReadObject does.
using ReadBody = base::Status (*)(const json::Value& body, const model::Record& record,
                                  resource::Purpose purpose, void* row);

// Mount is how a dialect presents a resource. The need of the guard is replaced by the permission
// of each verb. `strict` refuses unknown query parameters, and bodies where none is expected.
// `schema_prefix` begins the names of the schemas in /openapi.json, and `errors` are the statuses,
// besides 400, of an invalid request; both have static storage duration.
struct Mount {
  const Dialect& dialect;
  Guard guard;
  bool strict = false;
  ReadBody read_body = &resource::ReadObject;
  std::string_view schema_prefix = {};
  std::span<const int> errors = {};
};

// Rest collects routes below `path`. Each function adds one; `operation` and `summary` are literals
// for /openapi.json. `status` is that of success. The verbs must outlive the routes. A parameter of
// `path` that is a field of the resource is a parent: the rows below it have that value, and a new
// row gets it. Rows are addressed by Record::AddressName.
class Rest {
 public:
  Rest(const resource::Verbs& verbs, std::string path, const Mount& mount, Codec codec = {})
      : form_{verbs, mount, std::move(codec), ParentsIn(path, verbs.record())},
        path_(std::move(path)),
        contracts_(std::make_shared<RestContracts>(
            verbs.record(),
            RestContracts::Form{mount.schema_prefix, mount.strict, mount.errors, form_.codec.input,
                                form_.codec.output, form_.codec.created, form_.codec.create_headers,
                                form_.codec.parameters, form_.codec.search})) {}

  Rest& Create(int status, std::string_view operation, std::string_view summary);
  Rest& Get(std::string_view operation, std::string_view summary);
  // GetBy reads a row by a unique field, at `path`/FIELD/{FIELD}.
  Rest& GetBy(std::string_view field, std::string_view operation, std::string_view summary);
  // Update sets the fields that the body contains. Replace also resets the fields that it lacks.
  Rest& Update(http::Method method, std::string_view operation, std::string_view summary);
  Rest& Replace(std::string_view operation, std::string_view summary);
  // Delete answers without a body. DeleteWithBody answers 200 with
  // {"object","id","status":"deleted"}.
  Rest& Delete(int status, std::string_view operation, std::string_view summary);
  Rest& DeleteWithBody(std::string_view operation, std::string_view summary);
  Rest& List(std::string_view operation, std::string_view summary);
  // ListBy lists the rows that `list` finds for the query parameters, instead of all.
  using Lister =
      std::function<base::Result<resource::Page>(const Call& call, store::PageQuery query)>;
  Rest& ListBy(Lister list, std::string_view operation, std::string_view summary);
  // ListAll answers with all rows, without paging. `collect` gets the parents in the path, and the
  // text of a search, "" without one.
  using Collect = std::function<base::Result<std::vector<model::AnyRow>>(
      const model::Caller& caller, const std::vector<store::Filter>& within,
      const std::string& search)>;
  Rest& ListAll(Collect collect, std::string_view operation, std::string_view summary);
  // Action adds an operation of the resource's own on one row, at `suffix` below the row. GET needs
  // the permission to read, the other methods the permission to write. With the status 204 the
  // answer has no body. `body` describes the body of the request, if it has one.
  using Act = std::function<base::Result<model::AnyRow>(Call& call, const resource::Address& at)>;
  Rest& Action(http::Method method, std::string_view suffix, int status, Act act,
               std::string_view operation, std::string_view summary,
               const json::Schema* body = nullptr);

  // Rows returns the routes; call it last.
  std::vector<Route> Rows() { return std::move(rows_); }

  // Form is what the functions of the routes use.
  struct Form {
    const resource::Verbs& verbs;
    Mount mount;
    Codec codec;
    std::vector<const model::Field*> parents;
  };

 private:
  // Words are the operation and the summary of a route.
  struct Words {
    std::string_view operation;
    std::string_view summary;
  };
  static std::vector<const model::Field*> ParentsIn(std::string_view path,
                                                    const model::Record& record);
  Route& Add(http::Method method, std::string pattern, std::string_view permission,
             const Contract& contract, const Words& words);
  Rest& DeleteBy(bool with_body, int status, const Words& words);
  std::string OnePattern() const;

  Form form_;
  std::string path_;
  std::shared_ptr<RestContracts> contracts_;
  std::vector<Route> rows_;
};

// AnyOf converts the result of a typed verb.
template <class R>
base::Result<model::AnyRow> AnyOf(base::Result<R> row) {
  BW_TRY(row);
  return std::make_shared<R>(*std::move(row));
}

// Typed returns an Act that calls a member function of the verbs of one resource. `decode`, if
// given, reads the last argument of that function from the call.
template <class V, class R>
Rest::Act Typed(const V& verbs,
                base::Result<R> (V::*act)(const model::Caller&, const resource::Address&) const) {
  return [&verbs, act](Call& call, const resource::Address& at) {
    return AnyOf((verbs.*act)(call.caller(), at));
  };
}
template <class V, class R>
Rest::Act Typed(const V& verbs,
                base::Result<R> (V::*act)(const model::Caller&, std::string_view) const) {
  return [&verbs, act](Call& call, const resource::Address& at) {
    return AnyOf((verbs.*act)(call.caller(), at.text));
  };
}
template <class V, class R, class T>
Rest::Act Typed(const V& verbs,
                base::Result<R> (V::*act)(const model::Caller&, const resource::Address&, const T&)
                    const,
                base::Result<T> (*decode)(Call& call)) {
  return [&verbs, act, decode](Call& call,
                               const resource::Address& at) -> base::Result<model::AnyRow> {
    BW_TRY_ASSIGN(const T argument, decode(call));
    return AnyOf((verbs.*act)(call.caller(), at, argument));
  };
}

}  // namespace bearward::door
