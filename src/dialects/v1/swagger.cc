#include "dialects/v1/swagger.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "door/scim_body.h"
#include "http/base_url.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

using door::Route;
using json::Schema;

// Microsoft's limit for a summary, which must not end with a point.
constexpr std::size_t kLongestSummary = 120;

// OperationId returns the part of an operation behind its dialect as one word:
// "workspan.list_reports" becomes "ListReports".
std::string OperationId(std::string_view operation) {
  std::string id;
  bool starts = true;
  for (const char c : operation.substr(operation.find('.') + 1)) {
    if (c == '_' || c == '.') {
      starts = true;
      continue;
    }
    id += starts && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    starts = false;
  }
  return id;
}

// TitleOf returns the name of a parameter as people read it: "integration_id" is "Integration id".
std::string TitleOf(std::string_view name) {
  std::string title(name);
  std::ranges::replace(title, '_', ' ');
  if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
  }
  return title;
}

std::string_view TypeName(json::Type type) {
  switch (type) {
    case json::Type::kInteger:
      return "integer";
    case json::Type::kFlag:
      return "boolean";
    case json::Type::kList:
      return "array";
    case json::Type::kMap:
    case json::Type::kObject:
      return "object";
    case json::Type::kText:
    case json::Type::kTime:
    case json::Type::kAny:
    case json::Type::kChoice:
      break;
  }
  return "string";
}

bool IsScalar(const Schema& schema) {
  using enum json::Type;
  return schema.type == kText || schema.type == kTime || schema.type == kInteger ||
         schema.type == kFlag;
}

std::string_view FormatOf(json::Type type) {
  if (type == json::Type::kInteger) return "int64";
  return type == json::Type::kTime ? "date-time" : "";
}

// Document writes the parts of one document and collects the schemas that they name.
class Document {
 public:
  Document(std::string& text, const SwaggerInfo& info) : writer_(text), info_(info) {}

  void Write(std::span<const Route> routes);

 private:
  using Paths = std::vector<std::pair<std::string_view, std::vector<const Route*>>>;
  Paths PathsOf(std::span<const Route> routes) const;
  const Trigger* TriggerOf(const Route& route) const;
  void WriteHead();
  void WritePath(const std::vector<const Route*>& rows);
  void WriteOperation(const Route& route);
  void WriteParameters(const Route& route);
  void WriteParameter(std::string_view place, const door::Parameter& parameter);
  void WriteBody(const Route& route);
  void WriteForm(const Schema& body, bool has_files);
  void WriteResponses(const Route& route);
  void WriteResponse(std::string_view status, std::string_view text, std::string_view type,
                     const Schema* schema);
  void WriteSimple(const Schema& schema);
  // WriteSchema writes a schema, and a reference for a named one. `url` is the rest of the path to
  // the member with the address of a callback, or empty; then all schemas are written in place.
  void WriteSchema(const Schema& schema, std::string_view url = {});
  void WriteInside(const Schema& schema, std::string_view url);
  void WriteMembers(const Schema& schema, std::string_view url);
  void WriteDefinitions();

  json::Writer writer_;
  const SwaggerInfo& info_;
  std::vector<const Schema*> definitions_;
};

// Each path has its routes in order. An operation that is mounted more than once is written once.
Document::Paths Document::PathsOf(std::span<const Route> routes) const {
  Paths paths;
  std::vector<std::string_view> seen;
  for (const Route& route : routes) {
    const bool is_open = route.guard.accepted.begin() == route.guard.accepted.end();
    if (route.dialect->name != info_.dialect || is_open || route.method == http::Method::kAny) {
      continue;
    }
    if (std::ranges::find(seen, route.operation) != seen.end()) continue;
    seen.push_back(route.operation);
    auto path =
        std::ranges::find(paths, std::string_view(route.pattern), &Paths::value_type::first);
    if (path == paths.end()) path = paths.insert(paths.end(), {route.pattern, {}});
    path->second.push_back(&route);
  }
  return paths;
}

const Trigger* Document::TriggerOf(const Route& route) const {
  if (route.method != http::Method::kPost) return nullptr;
  const std::string pattern = base::Lower(route.pattern);
  const auto found = std::ranges::find_if(
      info_.triggers, [&](const Trigger& trigger) { return pattern.ends_with(trigger.path); });
  return found == info_.triggers.end() ? nullptr : &*found;
}

void Document::WriteHead() {
  writer_.Key("swagger").String("2.0").Key("info").BeginObject();
  writer_.Key("title").String(info_.title).Key("version").String(info_.version);
  writer_.Key("description").String(info_.description);
  writer_.Key("contact").BeginObject().Key("name").String("Bearward").EndObject().EndObject();
  const http::BaseUrl server = http::ParseBaseUrl(info_.server).value_or(http::BaseUrl());
  const std::string_view origin = server.origin;
  const std::size_t scheme = origin.find("://");  // ParseBaseUrl has accepted it
  writer_.Key("host").String(origin.substr(scheme + 3));
  writer_.Key("basePath").String(server.path.empty() ? "/" : server.path);
  writer_.Key("schemes").BeginArray().String(origin.substr(0, scheme)).EndArray();
  for (const char* name : {"consumes", "produces"}) {
    writer_.Key(name).BeginArray().String(door::kJsonType).EndArray();
  }
  writer_.Key("securityDefinitions").Raw(info_.security);
  writer_.Key("security").BeginArray().BeginObject().Key(info_.scheme).BeginArray();
  for (const std::string_view scope : info_.scopes) writer_.String(scope);
  writer_.EndArray().EndObject().EndArray();
}

void Document::WriteInside(const Schema& schema, std::string_view url) {
  if (schema.type == json::Type::kAny || schema.type == json::Type::kChoice) return;
  writer_.Key("type").String(TypeName(schema.type));
  if (const auto format = FormatOf(schema.type); !format.empty()) {
    writer_.Key("format").String(format);
  }
  if (!schema.words.empty()) {
    writer_.Key("enum").BeginArray();
    for (const std::string_view word : schema.words) writer_.String(word);
    writer_.EndArray();
  }
  if (schema.type == json::Type::kObject) WriteMembers(schema, url);
  if (schema.items != nullptr) {
    writer_.Key(schema.type == json::Type::kMap ? "additionalProperties" : "items");
    WriteSchema(*schema.items);
  }
}

void Document::WriteMembers(const Schema& schema, std::string_view url) {
  const std::string_view name = url.substr(0, url.find('.'));
  writer_.Key("properties").BeginObject();
  for (const json::Property& member : schema.members) {
    writer_.Key(member.name);
    const bool leads = !name.empty() && member.name == name;
    if (leads && name == url) {
      writer_.BeginObject().Key("type").String("string");
      writer_.Key("x-ms-notification-url").Bool(true);
      writer_.Key("x-ms-visibility").String("internal").EndObject();
    } else {
      WriteSchema(member.schema, leads ? url.substr(name.size() + 1) : std::string_view());
    }
  }
  writer_.EndObject();
  if (!std::ranges::any_of(schema.members, &json::Property::required)) return;
  writer_.Key("required").BeginArray();
  for (const json::Property& member : schema.members) {
    if (member.required) writer_.String(member.name);
  }
  writer_.EndArray();
}

void Document::WriteSchema(const Schema& schema, std::string_view url) {
  writer_.BeginObject();
  if (schema.name.empty() || !url.empty()) {
    WriteInside(schema, url);
    if (schema.nullable) writer_.Key("x-nullable").Bool(true);
  } else {
    const auto known = std::ranges::find(definitions_, schema.name,
                                         [](const Schema* other) { return other->name; });
    if (known == definitions_.end()) definitions_.push_back(&schema);
    writer_.Key("$ref").String("#/definitions/" + std::string(schema.name));
  }
  writer_.EndObject();
}

// A definition may name further ones while it is written.
void Document::WriteDefinitions() {
  writer_.Key("definitions").BeginObject();
  for (std::size_t i = 0; i < definitions_.size(); ++i) {
    const Schema& schema = *definitions_[i];
    writer_.Key(schema.name).BeginObject();
    WriteInside(schema, {});
    writer_.EndObject();
  }
  writer_.EndObject();
}

// WriteSimple writes the members of a parameter outside of a body, which has no schema in 2.0. What
// is not a scalar or a list of scalars is a text: its JSON.
void Document::WriteSimple(const Schema& schema) {
  if (schema.type != json::Type::kList) {
    return WriteInside(IsScalar(schema) ? schema : json::kText, {});
  }
  writer_.Key("type").String("array").Key("collectionFormat").String("multi");
  writer_.Key("items").BeginObject();
  WriteInside(IsScalar(*schema.items) ? *schema.items : json::kText, {});
  writer_.EndObject();
}

void Document::WriteParameter(std::string_view place, const door::Parameter& parameter) {
  writer_.BeginObject().Key("name").String(parameter.name).Key("in").String(place);
  writer_.Key("required").Bool(parameter.required);
  writer_.Key("x-ms-summary").String(TitleOf(parameter.name));
  if (!parameter.description.empty()) writer_.Key("description").String(parameter.description);
  if (place == "path") writer_.Key("x-ms-url-encoding").String("single");
  WriteSimple(parameter.schema);
  writer_.EndObject();
}

// A text member of a multipart body is a file if its name says so; other members are fields.
void Document::WriteForm(const Schema& body, bool has_files) {
  for (const json::Property& member : body.members) {
    writer_.BeginObject().Key("name").String(member.name).Key("in").String("formData");
    writer_.Key("required").Bool(member.required);
    writer_.Key("x-ms-summary").String(TitleOf(member.name));
    if (!member.description.empty()) writer_.Key("description").String(member.description);
    if (has_files && member.name == "file") {
      writer_.Key("type").String("file");
    } else {
      WriteSimple(member.schema);
    }
    writer_.EndObject();
  }
}

void Document::WriteBody(const Route& route) {
  const Schema* body = route.contract->body;
  if (body == nullptr || body->members.empty()) return;
  const door::Encodings encodings = route.contract->encodings;
  if ((encodings & door::kMultipartBody) != 0) return WriteForm(*body, true);
  if ((encodings & (door::kJsonBody | door::kScimBody)) == 0) return WriteForm(*body, false);
  const Trigger* trigger = TriggerOf(route);
  writer_.BeginObject().Key("name").String("body").Key("in").String("body");
  writer_.Key("required").Bool(std::ranges::any_of(body->members, &json::Property::required));
  writer_.Key("schema");
  WriteSchema(*body, trigger == nullptr ? std::string_view() : trigger->url_member);
  writer_.EndObject();
}

void Document::WriteParameters(const Route& route) {
  writer_.Key("parameters").BeginArray();
  std::string_view rest = route.pattern;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const auto close = rest.find('}', open);
    WriteParameter("path", {rest.substr(open + 1, close - open - 1), json::kText, true});
    rest.remove_prefix(close + 1);
  }
  for (const door::Parameter& parameter : route.contract->query) WriteParameter("query", parameter);
  WriteBody(route);
  writer_.EndArray();
}

void Document::WriteResponse(std::string_view status, std::string_view text, std::string_view type,
                             const Schema* schema) {
  writer_.Key(status).BeginObject().Key("description").String(text);
  if (schema != nullptr) {
    writer_.Key("schema");
    WriteSchema(type.starts_with("text/") ? json::kText : *schema);
  }
  writer_.EndObject();
}

// 2.0 has one form of a response; the first one is written.
void Document::WriteResponses(const Route& route) {
  writer_.Key("responses").BeginObject();
  int last = 0;
  for (const door::Success& success : route.contract->successes) {
    if (success.status == last) continue;
    last = success.status;
    WriteResponse(std::to_string(success.status), success.description, success.type,
                  success.schema);
  }
  const auto contents = route.errors().contents;
  WriteResponse("default", "The request failed.", contents.empty() ? "" : contents.front().type,
                contents.empty() ? nullptr : contents.front().schema);
  writer_.EndObject();
}

void Document::WriteOperation(const Route& route) {
  writer_.Key(base::Lower(http::MethodText(route.method))).BeginObject();
  writer_.Key("operationId").String(OperationId(route.operation));
  writer_.Key("summary").String(route.summary.substr(0, kLongestSummary));
  const std::string_view more = route.contract->description;
  writer_.Key("description")
      .String(std::string(route.summary) + "." + (more.empty() ? "" : " " + std::string(more)));
  if ((route.contract->encodings & door::kMultipartBody) != 0) {
    writer_.Key("consumes").BeginArray().String("multipart/form-data").EndArray();
  }
  if (TriggerOf(route) != nullptr) writer_.Key("x-ms-trigger").String("single");
  WriteParameters(route);
  WriteResponses(route);
  writer_.EndObject();
}

// The body of the calls of a trigger stands beside the operations of its path.
void Document::WritePath(const std::vector<const Route*>& rows) {
  for (const Route* route : rows) {
    const Trigger* trigger = TriggerOf(*route);
    if (trigger == nullptr) continue;
    writer_.Key("x-ms-notification-content").BeginObject();
    writer_.Key("description").String(trigger->description).Key("schema");
    WriteSchema(*trigger->content);
    writer_.EndObject();
  }
  for (const Route* route : rows) WriteOperation(*route);
}

void Document::Write(std::span<const Route> routes) {
  writer_.BeginObject();
  WriteHead();
  writer_.Key("paths").BeginObject();
  for (const auto& [path, rows] : PathsOf(routes)) {
    writer_.Key(path).BeginObject();
    WritePath(rows);
    writer_.EndObject();
  }
  writer_.EndObject();
  WriteDefinitions();
  writer_.EndObject();
}

}  // namespace

std::string WriteSwagger(std::span<const door::Route> routes, const SwaggerInfo& info) {
  std::string text;
  Document(text, info).Write(routes);
  return text;
}

}  // namespace bearward::dialects::v1
