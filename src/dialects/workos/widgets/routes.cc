#include "dialects/workos/widgets/routes.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "dialects/workos/widgets/served_schema.h"
#include "door/problem.h"
#include "graphql/execute.h"
#include "graphql/validate.h"
#include "token/profiles.h"

namespace bearward::dialects::workos::widgets {
namespace {

using base::Result;
using door::Call;
using door::Reply;

// kResponseType is the media type of "GraphQL over HTTP". Its clients expect the status of the
// failure; clients that accept JSON only expect 200 for every response to a readable request.
constexpr std::string_view kResponseType = "application/graphql-response+json";

bool AcceptsResponseType(const Call& call) {
  return base::Lower(call.request().Find("Accept")).find(kResponseType) != std::string::npos;
}

Reply Answer(const Call& call, int status, std::string body) {
  Reply reply = door::JsonReply(status, std::move(body));
  if (AcceptsResponseType(call)) {
    reply.content_type = "application/graphql-response+json; charset=utf-8";
  }
  return door::NoStore(std::move(reply));
}

Reply WriteError(const base::Error& error, const Call& call) {
  const bool refused = error.code == base::Code::kUnauthenticated;
  const int status =
      refused && error.reason != door::kMissingCredential ? 200 : door::StatusOf(error);
  graphql::Error shown{.message = refused ? "Unauthorized" : error.public_text,
                       .code = std::string(CodeOf(error))};
  const graphql::Response response =
      refused ? graphql::Withhold({std::move(shown)}) : graphql::Refuse({std::move(shown)});
  return door::WithRetryAfter(Answer(call, status, response.text), error);
}

// Params are the members of the body.
struct Params {
  std::string query;
  std::string operation_name;
  json::Value variables;
};

base::Error WrongParam(const std::string& name, const std::string& wants) {
  return base::Invalid("wrong_type", "`" + name + "` must be " + wants + ".", {name});
}

// MapOf returns the member as an object or null.
Result<json::Value> MapOf(const door::Body& body, const std::string& name) {
  const json::Value* const value = body.object().Find(name);
  if (value == nullptr) return json::Value();
  if (!value->IsNull() && !value->IsObject()) return base::Fail(WrongParam(name, "an object"));
  return *value;
}

Result<Params> ReadParams(const Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  Params params;
  BW_TRY_ASSIGN(params.query, body.RequiredText("query"));
  BW_TRY_ASSIGN(auto name, body.Text("operationName"));
  params.operation_name = std::move(name).value_or("");
  BW_TRY_ASSIGN(params.variables, MapOf(body, "variables"));
  BW_TRY(MapOf(body, "extensions"));
  return params;
}

graphql::Response Run(const Context& context, const Params& params) {
  const graphql::Schema& schema = ServedSchema();
  auto document = graphql::Document::Parse(params.query);
  if (!document) return graphql::Refuse({std::move(document.error())});
  auto faults = graphql::Validate(schema, *document);
  if (!faults.empty()) return graphql::Refuse(std::move(faults));
  return graphql::Execute(
      schema, *document,
      {.operation_name = params.operation_name,
       .variables = params.variables,
       .context = graphql::Handle::Of(context),
       .admit = [&context](std::string_view field) { return Admit(context, field); }},
      context.uses.clock);
}

const graphql::Error* FindCode(const graphql::Response& response, std::string_view code) {
  const auto found = std::ranges::find(response.errors, code, &graphql::Error::code);
  return found == response.errors.end() ? nullptr : &*found;
}

Result<Reply> Serve(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const Params params, ReadParams(call));
  graphql::Response response = Run({uses, call.caller()}, params);
  // The server did not do what it should: no status of success, and the reason goes to the log.
  if (const auto* error = FindCode(response, kServiceUnavailable)) {
    return base::Fail(base::Unavailable("storage", error->detail));
  }
  if (const auto* error = FindCode(response, graphql::kInternalError)) {
    return base::Fail(base::Internal(error->message + " " + error->detail));
  }
  // A refusal fails the operation as a whole. If it depends on the arguments, earlier mutations of
  // the operation were applied.
  if (const auto* error = FindCode(response, kForbidden)) {
    response = graphql::Withhold({*error});
  }
  const bool refused = !response.has_data && AcceptsResponseType(call);
  return Answer(call, refused ? 400 : 200, std::move(response.text));
}

// Hashes says whether a request may call updatePassword or createPassword. The escapes of JSON may
// hide the names.
bool Hashes(const http::Request& request) {
  return std::ranges::any_of(std::array{"updatePassword", "createPassword", "\\u"},
                             [&request](std::string_view part) {
                               return request.body.find(part) != std::string_view::npos;
                             });
}

constexpr json::Schema kMap = json::OrNull({.type = json::Type::kObject, .open = true});
constexpr json::Schema kTextOrNull = json::OrNull(json::kText);
constexpr json::Property kRequestMembers[] = {
    {"query", json::kText, true, "A document of the GraphQL language."},
    json::Optional("variables", kMap),
    json::Optional("operationName", kTextOrNull,
                   "Which operation of the document to run, if there are several."),
    json::Optional("extensions", kMap)};
constexpr json::Schema kRequest =
    json::Open(json::ObjectOf(kRequestMembers, "WorkOSGraphqlRequest"));
constexpr json::Schema kAnyObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kFaultMembers[] = {{"message", json::kText},
                                            json::Optional("locations", json::ListOf(kAnyObject)),
                                            json::Optional("path", json::ListOf(json::kAny)),
                                            {"extensions", kAnyObject}};
constexpr json::Schema kFault = json::ObjectOf(kFaultMembers, "WorkOSGraphqlError");
constexpr json::Property kResponseMembers[] = {json::Optional("errors", json::ListOf(kFault)),
                                               json::Optional("data", kMap)};
constexpr json::Schema kResponse = json::ObjectOf(kResponseMembers, "WorkOSGraphqlResponse");
constexpr std::string_view kDescription =
    "The result, or the errors: also a failed authentication is 200 with the code UNAUTHENTICATED.";
constexpr door::Success kSuccesses[] = {{200, kDescription, &kResponse},
                                        {200, kDescription, &kResponse, kResponseType}};
constexpr door::Contract kGraphql = {
    .body = &kRequest,
    .successes = kSuccesses,
    .description = "WorkOS' client GraphQL API. The schema is served by introspection."};
constexpr door::Content kErrorForms[] = {{door::kJsonType, &kResponse},
                                         {kResponseType, &kResponse}};

}  // namespace

door::Dialect MakeDialect() {
  door::Dialect dialect;
  dialect.name = "workos";
  dialect.always_request_id = true;
  dialect.mount.prefixes = {"/client/graphql"};
  dialect.errors.realm = "workos";
  dialect.errors.contents = kErrorForms;
  dialect.errors.write = &WriteError;
  return dialect;
}

std::vector<door::Route> Routes(const Uses& uses, const door::Dialect& dialect) {
  door::Guard guard;
  guard.accepted = door::kForms<door::kBearer>;
  guard.kinds = verify::KindBit(model::CredentialKind::kJwt);
  guard.profiles = token::kWorkOsClientBit | token::kWorkOsWidgetBit;
  door::Route route{http::Method::kPost,
                    "/client/graphql",
                    guard,
                    door::RunOn::kWorker,
                    door::Bind(uses, Serve),
                    "workos.graphql",
                    "Run an operation of the client GraphQL API",
                    &kGraphql,
                    &dialect};
  route.hashes = &Hashes;
  route.cross_origin = true;
  ServedSchema();
  return {std::move(route)};
}

}  // namespace bearward::dialects::workos::widgets
