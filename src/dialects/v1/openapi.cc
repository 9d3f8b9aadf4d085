#include "dialects/v1/openapi.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "door/scim_body.h"
#include "json/schema.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using enum http::Method;

// The methods of a route that accepts any method: OpenAPI cannot express "any".
constexpr std::array<http::Method, 7> kNamedMethods = {kGet,   kHead,   kPost,   kPut,
                                                       kPatch, kDelete, kOptions};

constexpr std::pair<door::Encodings, std::string_view> kBodyTypes[] = {
    {door::kJsonBody, door::kJsonType},
    {door::kScimBody, "application/scim+json"},
    {door::kFormBody, "application/x-www-form-urlencoded"},
    {door::kMultipartBody, "multipart/form-data"},
};

constexpr std::pair<int, std::string_view> kErrorTexts[] = {
    {400, "The request is invalid."},
    {401, "The credential is missing or not valid."},
    {403, "The caller has no permission for this operation."},
    {404, "Not found."},
    {409, "The request conflicts with the current state."},
    {413, "The body is too large."},
    {415, "The media type of the body is not supported."},
    {422, "A member of the body is invalid."},
    {429, "Too many requests. Retry-After says when to try again."},
};

// The two parts of the console's session, which belong together (door/session_cookie.h). The names
// are those over https.
struct CookieScheme {
  std::string_view name;
  std::string_view place;
  std::string_view field;
};
constexpr CookieScheme kCookieSchemes[] = {
    {"session_cookie", "cookie", "__Host-bearward_session"},
    {"csrf_token", "header", "X-CSRF-Token"},
};

std::string_view ErrorText(int status) {
  const auto* const row =
      std::ranges::find(kErrorTexts, status, &std::pair<int, std::string_view>::first);
  return row == std::end(kErrorTexts) ? "The request is refused." : row->second;
}

// PathOf writes a pattern in OpenAPI syntax, which has no parameter of several segments.
std::string PathOf(std::string_view pattern) {
  std::string path(pattern);
  if (path.ends_with("*}")) path.erase(path.size() - 2, 1);
  return path;
}

// Groups the routes by path, both in order of first appearance.
std::vector<std::pair<std::string_view, std::vector<const door::Route*>>> ByPath(
    std::span<const door::Route> routes) {
  std::vector<std::pair<std::string_view, std::vector<const door::Route*>>> paths;
  for (const door::Route& route : routes) {
    auto path = std::ranges::find(paths, std::string_view(route.pattern),
                                  [](const auto& entry) { return entry.first; });
    if (path == paths.end()) path = paths.insert(paths.end(), {route.pattern, {}});
    path->second.push_back(&route);
  }
  return paths;
}

// Document writes the parts of one document and collects the schemas that they name.
class Document {
 public:
  explicit Document(std::string& text) : writer_(text) {}

  void Write(std::span<const door::Route> routes, const ApiInfo& info);

 private:
  void WriteInfo(const ApiInfo& info);
  void WriteTags(std::span<const door::Route> routes);
  void WriteComponents();
  void WriteOperations(const door::Route& route);
  void WriteOperation(const door::Route& route, http::Method method);
  void WriteDescription(const door::Route& route);
  void WriteParameters(const door::Route& route);
  void WriteParameter(std::string_view place, const door::Parameter& parameter);
  void WriteSecurity(const door::Guard& guard);
  void WriteForm(const door::CredentialForm& form);
  void WriteBody(const door::Contract& contract);
  void WriteResponses(const door::Route& route);
  void WriteSuccesses(std::span<const door::Success> successes);
  void WriteError(std::string_view status, std::string_view text,
                  std::span<const door::Content> contents);
  void WriteContent(std::string_view type, const json::Schema& schema);
  // Use writes a schema and notes the components that it needs.
  void Use(const json::Schema& schema);
  void Note(const json::Schema& schema);
  std::string UniqueName(std::string_view operation);

  json::Writer writer_;
  std::unordered_map<std::string_view, int> operations_;
  std::vector<const json::Schema*> components_;
  std::vector<const door::CredentialForm*> forms_;  // that a route accepts
};

void Document::Note(const json::Schema& schema) {
  if (!schema.name.empty()) {
    const auto is_same = [&](const json::Schema* other) { return other->name == schema.name; };
    if (std::ranges::any_of(components_, is_same)) return;
    components_.push_back(&schema);
  }
  if (schema.items != nullptr) Note(*schema.items);
  for (const json::Property& member : schema.members) Note(member.schema);
  for (const json::Schema& choice : schema.choices) Note(choice);
}

void Document::Use(const json::Schema& schema) {
  Note(schema);
  json::WriteSchema(writer_, schema);
}

void Document::WriteParameter(std::string_view place, const door::Parameter& parameter) {
  writer_.BeginObject().Key("name").String(parameter.name).Key("in").String(place);
  writer_.Key("required").Bool(parameter.required);
  if (!parameter.description.empty()) writer_.Key("description").String(parameter.description);
  writer_.Key("schema");
  Use(parameter.schema);
  writer_.EndObject();
}

void Document::WriteParameters(const door::Route& route) {
  writer_.Key("parameters").BeginArray();
  const std::string path = PathOf(route.pattern);
  std::string_view rest = path;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const auto close = rest.find('}', open);
    WriteParameter("path", {rest.substr(open + 1, close - open - 1), json::kText, true});
    rest.remove_prefix(close + 1);
  }
  for (const door::Parameter& parameter : route.contract->query) {
    WriteParameter("query", parameter);
  }
  for (const door::Parameter& parameter : route.contract->headers) {
    WriteParameter("header", parameter);
  }
  writer_.EndArray();
}

// An empty list means an open route; with several entries, one of them is sufficient.
void Document::WriteSecurity(const door::Guard& guard) {
  writer_.Key("security").BeginArray();
  for (const door::CredentialForm* const form : guard.accepted) {
    writer_.BeginObject().Key(form->name).BeginArray().EndArray().EndObject();
    if (std::ranges::find(forms_, form) == forms_.end()) forms_.push_back(form);
  }
  if (guard.session_cookie) {
    writer_.BeginObject();
    for (const CookieScheme& scheme : kCookieSchemes) {
      writer_.Key(scheme.name).BeginArray().EndArray();
    }
    writer_.EndObject();
  }
  writer_.EndArray();
}

// OpenAPI names a scheme of the Authorization header; another header is an API key to it.
void Document::WriteForm(const door::CredentialForm& form) {
  writer_.Key(form.name).BeginObject();
  if (&form.header == &door::kAuthorizationHeader) {
    writer_.Key("type").String("http").Key("scheme").String(base::Lower(form.scheme));
  } else {
    writer_.Key("type").String("apiKey").Key("in").String("header");
    writer_.Key("name").String(form.header.name);
  }
  writer_.EndObject();
}

void Document::WriteContent(std::string_view type, const json::Schema& schema) {
  writer_.Key(type).BeginObject().Key("schema");
  Use(schema);
  writer_.EndObject();
}

void Document::WriteBody(const door::Contract& contract) {
  if (contract.body == nullptr) return;
  const std::span<const json::Property> members = contract.body->members;
  if (members.empty()) return;
  writer_.Key("requestBody").BeginObject();
  writer_.Key("required").Bool(std::ranges::any_of(members, &json::Property::required));
  writer_.Key("content").BeginObject();
  for (const auto& [encoding, type] : kBodyTypes) {
    if ((contract.encodings & encoding) != 0) WriteContent(type, *contract.body);
  }
  writer_.EndObject().EndObject();
}

// The forms of one response are adjacent in the list.
void Document::WriteSuccesses(std::span<const door::Success> successes) {
  while (!successes.empty()) {
    const door::Success& first = successes.front();
    writer_.Key(std::to_string(first.status)).BeginObject();
    writer_.Key("description").String(first.description);
    const bool has_content = first.schema != nullptr;
    if (has_content) writer_.Key("content").BeginObject();
    const int status = first.status;
    for (; !successes.empty() && successes.front().status == status;
         successes = successes.subspan(1)) {
      if (has_content) WriteContent(successes.front().type, *successes.front().schema);
    }
    if (has_content) writer_.EndObject();
    writer_.EndObject();
  }
}

void Document::WriteError(std::string_view status, std::string_view text,
                          std::span<const door::Content> contents) {
  writer_.Key(status).BeginObject().Key("description").String(text);
  if (!contents.empty()) {
    writer_.Key("content").BeginObject();
    for (const door::Content& content : contents) {
      WriteContent(content.type, *content.schema);
    }
    writer_.EndObject();
  }
  writer_.EndObject();
}

void Document::WriteResponses(const door::Route& route) {
  writer_.Key("responses").BeginObject();
  WriteSuccesses(route.contract->successes);
  for (const int status : door::ErrorStatuses(route)) {
    WriteError(std::to_string(status), ErrorText(status), route.errors().contents);
  }
  WriteError("default", "The server failed or is not ready.", route.errors().contents);
  writer_.EndObject();
}

std::string Document::UniqueName(std::string_view operation) {
  const int count = ++operations_[operation];
  return std::string(operation) + (count > 1 ? "_" + std::to_string(count) : "");
}

void Document::WriteDescription(const door::Route& route) {
  std::string text(route.contract->description);
  std::string permissions;
  for (const std::string_view permission : route.guard.need.permissions()) {
    permissions.append(permissions.empty() ? "" : ", ").append(permission);
  }
  if (!permissions.empty()) {
    text += (text.empty() ? "" : " ") + ("Required permissions: " + permissions + ".");
  }
  writer_.Key("description").String(text.empty() ? std::string(route.summary) + "." : text);
}

void Document::WriteOperation(const door::Route& route, http::Method method) {
  writer_.Key(base::Lower(http::MethodText(method))).BeginObject();
  writer_.Key("operationId").String(UniqueName(route.operation));
  writer_.Key("summary").String(route.summary);
  WriteDescription(route);
  writer_.Key("tags").BeginArray().String(route.dialect->name).EndArray();
  WriteParameters(route);
  WriteBody(*route.contract);
  WriteSecurity(route.guard);
  WriteResponses(route);
  writer_.EndObject();
}

void Document::WriteOperations(const door::Route& route) {
  if (route.method != kAny) return WriteOperation(route, route.method);
  for (const http::Method method : kNamedMethods) WriteOperation(route, method);
}

void Document::WriteInfo(const ApiInfo& info) {
  writer_.Key("info").BeginObject().Key("title").String("Bearward");
  writer_.Key("version").String(info.version);
  writer_.Key("description").String("Sign-in, tokens, verification and management of an API.");
  writer_.Key("contact").BeginObject().Key("name").String("Bearward").EndObject();
  writer_.Key("license").BeginObject().Key("name").String("Apache-2.0");
  writer_.Key("url").String("https://www.apache.org/licenses/LICENSE-2.0").EndObject();
  writer_.EndObject();
  writer_.Key("servers").BeginArray().BeginObject();
  writer_.Key("url").String(info.server.empty() ? "/" : info.server);
  writer_.EndObject().EndArray();
}

void Document::WriteTags(std::span<const door::Route> routes) {
  std::vector<std::string_view> names;
  for (const door::Route& route : routes) {
    if (std::ranges::find(names, route.dialect->name) == names.end()) {
      names.push_back(route.dialect->name);
    }
  }
  writer_.Key("tags").BeginArray();
  for (const std::string_view name : names) {
    writer_.BeginObject().Key("name").String(name).EndObject();
  }
  writer_.EndArray();
}

void Document::WriteComponents() {
  writer_.Key("components").BeginObject().Key("schemas").BeginObject();
  for (const json::Schema* const schema : components_) {
    json::Schema definition = *schema;
    definition.nullable = false;  // a property of the reference
    writer_.Key(schema->name);
    json::WriteDefinition(writer_, definition);
  }
  writer_.EndObject().Key("securitySchemes").BeginObject();
  for (const door::CredentialForm* const form : forms_) WriteForm(*form);
  for (const CookieScheme& scheme : kCookieSchemes) {
    writer_.Key(scheme.name).BeginObject().Key("type").String("apiKey");
    writer_.Key("in").String(scheme.place).Key("name").String(scheme.field).EndObject();
  }
  writer_.EndObject().EndObject();
}

void Document::Write(std::span<const door::Route> routes, const ApiInfo& info) {
  writer_.BeginObject().Key("openapi").String("3.0.3");
  WriteInfo(info);
  WriteTags(routes);
  writer_.Key("paths").BeginObject();
  for (const auto& [path, rows] : ByPath(routes)) {
    writer_.Key(PathOf(path)).BeginObject();
    for (const door::Route* route : rows) WriteOperations(*route);
    writer_.EndObject();
  }
  writer_.EndObject();
  WriteComponents();
  writer_.EndObject();
}

}  // namespace

std::string WriteOpenApi(std::span<const door::Route> routes, const ApiInfo& info) {
  std::string text;
  Document(text).Write(routes, info);
  return text;
}

}  // namespace bearward::dialects::v1
