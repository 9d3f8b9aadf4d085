#include "graphql/result.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "json/writer.h"

namespace bearward::graphql {
namespace {

bool IsInt32(const Value& value) {
  return value.kind() == ValueKind::kInt &&
         value.as_int() >= std::numeric_limits<std::int32_t>::min() &&
         value.as_int() <= std::numeric_limits<std::int32_t>::max();
}

bool Fits(const NamedType& type, const Value& value) {
  if (type.kind == TypeKind::kEnum) {
    return value.kind() == ValueKind::kText && type.FindValue(value.text()) != nullptr;
  }
  switch (type.scalar) {
    case ScalarKind::kInt:
      return IsInt32(value);
    case ScalarKind::kFloat:
      return value.kind() == ValueKind::kInt ||
             (value.kind() == ValueKind::kFloat && std::isfinite(value.as_float()));
    case ScalarKind::kString:
      return value.kind() == ValueKind::kText;
    case ScalarKind::kBoolean:
      return value.kind() == ValueKind::kBool;
    case ScalarKind::kId:
      return value.kind() == ValueKind::kText || value.kind() == ValueKind::kInt;
    case ScalarKind::kCustom:
      return value.kind() != ValueKind::kObject && value.kind() != ValueKind::kList;
  }
  return false;
}

void WriteLeaf(std::string& out, const NamedType& type, const Value& value) {
  json::Writer writer(out);
  switch (value.kind()) {
    case ValueKind::kBool:
      writer.Bool(value.as_bool());
      break;
    case ValueKind::kInt:
      // An ID is always a string (specification, 3.5.5).
      if (type.scalar == ScalarKind::kId) {
        writer.String(std::to_string(value.as_int()));
      } else {
        writer.Int(value.as_int());
      }
      break;
    case ValueKind::kFloat:
      writer.Double(value.as_float());
      break;
    case ValueKind::kText:
      json::AppendQuoted(out, value.text());
      break;
    case ValueKind::kJson:
      out += value.text();
      break;
    default:
      out += "null";
  }
}

void WriteError(json::Writer& writer, const Error& error) {
  writer.BeginObject().Key("message").String(error.message);
  if (!error.locations.empty()) {
    writer.Key("locations").BeginArray();
    for (const Location& location : error.locations) {
      writer.BeginObject().Key("line").Int(location.line).Key("column").Int(location.column);
      writer.EndObject();
    }
    writer.EndArray();
  }
  if (!error.path.empty()) {
    writer.Key("path").BeginArray();
    for (const PathKey& key : error.path) {
      if (const auto* index = std::get_if<std::size_t>(&key)) {
        writer.Int(static_cast<std::int64_t>(*index));
      } else {
        writer.String(std::get<std::string>(key));
      }
    }
    writer.EndArray();
  }
  if (!error.code.empty()) {
    writer.Key("extensions").BeginObject().Key("code").String(error.code).EndObject();
  }
  writer.EndObject();
}

}  // namespace

std::vector<PathKey> PathOf(const ResultNode& node) {
  std::vector<PathKey> path;
  for (const ResultNode* at = &node; at->parent != nullptr; at = at->parent) {
    if (at->parent->kind == ResultKind::kList) {
      path.emplace_back(std::size_t{at->index});
    } else {
      path.emplace_back(std::string(at->parent->group->fields[at->index].key));
    }
  }
  std::ranges::reverse(path);
  return path;
}

bool IsDiscarded(const ResultNode& node) {
  for (const ResultNode* at = &node; at != nullptr; at = at->parent) {
    if (at->is_discarded) return true;
  }
  return false;
}

void Discard(ResultNode& node) {
  ResultNode* at = &node;
  while (at->is_non_null && at->parent != nullptr) at = at->parent;
  at->is_discarded = true;
}

std::string LeafError(const NamedType& type, const Value& value) {
  if (Fits(type, value)) return {};
  return "The resolver returned a value that is not of the type \"" + std::string(type.name) +
         "\".";
}

void WriteResult(std::string& out, const ResultNode& node) {
  if (node.is_discarded || node.kind == ResultKind::kNull) {
    out += "null";
    return;
  }
  if (node.kind == ResultKind::kLeaf) return WriteLeaf(out, *node.type, node.leaf);
  const bool is_list = node.kind == ResultKind::kList;
  out += is_list ? '[' : '{';
  for (std::uint32_t i = 0; i < node.size; ++i) {
    if (i > 0) out += ',';
    if (!is_list) {
      json::AppendQuoted(out, node.group->fields[i].key);
      out += ':';
    }
    WriteResult(out, node.children[i]);
  }
  out += is_list ? ']' : '}';
}

void WriteErrors(std::string& out, const std::vector<Error>& errors) {
  json::Writer writer(out);
  writer.BeginArray();
  for (const Error& error : errors) WriteError(writer, error);
  writer.EndArray();
}

}  // namespace bearward::graphql
