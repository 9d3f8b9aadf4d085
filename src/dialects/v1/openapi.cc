#include "dialects/v1/openapi.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

// Way names one bit of door::Accepted in the document.
struct Way {
  door::Accepted bit;
  std::string_view name;
  std::string_view scheme;
};

constexpr std::array<Way, 5> kWays{{
    {door::kBearer, "bearer", R"({"type":"http","scheme":"bearer"})"},
    {door::kAuthenticationHeader, "authentication",
     R"({"type":"apiKey","in":"header","name":"Authentication"})"},
    {door::kApiKeyHeader, "api_key", R"({"type":"apiKey","in":"header","name":"X-Api-Key"})"},
    {door::kBasic, "basic", R"({"type":"http","scheme":"basic"})"},
    {door::kIntegrator, "integrator", R"({"type":"http","scheme":"integrator"})"},
}};

using Operations = std::unordered_map<std::string_view, int>;
using enum http::Method;

// The methods of a route that accepts any method: OpenAPI cannot express "any".
constexpr std::array<http::Method, 7> kNamedMethods = {kGet,   kHead,   kPost,   kPut,
                                                       kPatch, kDelete, kOptions};

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

void WriteParameter(json::Writer& writer, std::string_view name, bool in_path) {
  writer.BeginObject().Key("name").String(name);
  writer.Key("in").String(in_path ? "path" : "query").Key("required").Bool(in_path);
  writer.Key("schema").BeginObject();
  writer.Key("type").String(in_path ? "string" : "integer").EndObject().EndObject();
}

void WriteParameters(json::Writer& writer, const door::Route& route) {
  writer.Key("parameters").BeginArray();
  const std::string path = PathOf(route.pattern);
  std::string_view rest = path;
  for (auto open = rest.find('{'); open != std::string_view::npos; open = rest.find('{')) {
    const auto close = rest.find('}', open);
    WriteParameter(writer, rest.substr(open + 1, close - open - 1), true);
    rest.remove_prefix(close + 1);
  }
  if (route.guard.account_in_query) WriteParameter(writer, "account_id", false);
  writer.EndArray();
}

// An empty list means an open route; with several entries, one of them is sufficient.
void WriteSecurity(json::Writer& writer, const door::Guard& guard) {
  writer.Key("security").BeginArray();
  for (const Way& way : kWays) {
    if ((guard.accepted & way.bit) == 0) continue;
    writer.BeginObject().Key(way.name).BeginArray().EndArray().EndObject();
  }
  writer.EndArray();
}

void WriteResponse(json::Writer& writer, std::string_view status, std::string_view description) {
  writer.Key(status).BeginObject().Key("description").String(description).EndObject();
}

void WriteResponses(json::Writer& writer, const door::Guard& guard) {
  writer.Key("responses").BeginObject();
  WriteResponse(writer, "200", "It is done.");
  if (!guard.need.open()) {
    WriteResponse(writer, "401", "No live credential was presented.");
    WriteResponse(writer, "403", "The caller may not do this.");
  }
  WriteResponse(writer, "default", "Another outcome, in the shape of the dialect.");
  writer.EndObject();
}

std::string UniqueName(std::string_view operation, Operations& seen) {
  const int count = ++seen[operation];
  return std::string(operation) + (count > 1 ? "_" + std::to_string(count) : "");
}

void WriteOperation(json::Writer& writer, const door::Route& route, http::Method method,
                    Operations& seen) {
  writer.Key(base::Lower(http::MethodText(method))).BeginObject();
  writer.Key("operationId").String(UniqueName(route.operation, seen));
  writer.Key("summary").String(route.summary);
  writer.Key("tags").BeginArray().String(route.dialect->name).EndArray();
  if (!route.guard.need.permissions().empty()) {
    std::string text = "Asks for the permissions:";
    for (const std::string_view permission : route.guard.need.permissions()) {
      text.append(" ").append(permission);
    }
    writer.Key("description").String(text);
  }
  WriteParameters(writer, route);
  WriteSecurity(writer, route.guard);
  WriteResponses(writer, route.guard);
  writer.EndObject();
}

void WriteOperations(json::Writer& writer, const door::Route& route, Operations& seen) {
  if (route.method != kAny) return WriteOperation(writer, route, route.method, seen);
  for (const http::Method method : kNamedMethods) WriteOperation(writer, route, method, seen);
}

}  // namespace

std::string WriteOpenApi(std::span<const door::Route> routes, std::string_view version) {
  std::string text;
  json::Writer writer(text);
  Operations seen;
  writer.BeginObject().Key("openapi").String("3.0.3");
  writer.Key("info").BeginObject().Key("title").String("Bearward");
  writer.Key("version").String(version).EndObject();
  writer.Key("paths").BeginObject();
  for (const auto& [path, rows] : ByPath(routes)) {
    writer.Key(PathOf(path)).BeginObject();
    for (const door::Route* route : rows) WriteOperations(writer, *route, seen);
    writer.EndObject();
  }
  writer.EndObject();
  writer.Key("components").BeginObject().Key("securitySchemes").BeginObject();
  for (const Way& way : kWays) writer.Key(way.name).Raw(way.scheme);
  writer.EndObject().EndObject().EndObject();
  return text;
}

}  // namespace bearward::dialects::v1
