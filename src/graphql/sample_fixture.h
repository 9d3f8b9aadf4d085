// Sample: the sample schema with resolvers over the sample data.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

#include "graphql/sample_data_fixture.h"
#include "graphql/sample_schema_fixture.h"
#include "graphql/schema.h"
#include "json/reader.h"
#include "json/writer.h"

namespace bearward::graphql::testing {

// SampleContext counts the calls of resolvers.
struct SampleContext {
  json::Value data;
  int calls = 0;
};

// SampleValue converts a member of the data to a result.
inline Value SampleValue(Batch& batch, const json::Value* member) {
  if (member == nullptr) return {};
  switch (member->kind()) {
    case json::Kind::kNull:
      return {};
    case json::Kind::kBool:
      return Value::Bool(*member->AsBool());
    case json::Kind::kInt:
      return Value::Int(*member->AsInt());
    case json::Kind::kDouble:
      return Value::Float(*member->AsDouble());
    case json::Kind::kString:
      return Value::Text(*member->AsString());
    case json::Kind::kArray: {
      std::span<Value> items = batch.NewList(member->AsArray()->size());
      for (std::size_t i = 0; i < items.size(); ++i) {
        items[i] = SampleValue(batch, &(*member->AsArray())[i]);
      }
      return Value::List(items);
    }
    case json::Kind::kObject:
      break;
  }
  if (const json::Value* error = member->Find("__error")) {
    return batch.Failed(base::NotFound("sample_error", *error->AsString()));
  }
  const json::Value* type = member->Find("__typename");
  const std::string_view name = type == nullptr ? std::string_view() : *type->AsString();
  return Value::Object(Handle::Of(*member), name);
}

// SampleResult resolves one field of one object.
inline Value SampleResult(Batch& batch, const json::Value& parent, const Field& field) {
  if (field.name() == "echo" || field.name() == "strictEcho") {
    const auto text = json::ToText(json::Value::Of(batch.arguments().members()));
    return Value::Json(batch.KeepText(text));
  }
  const json::Value* member = parent.Find(field.name());
  if (field.type.type->scalar == ScalarKind::kCustom &&
      field.type.type->kind == TypeKind::kScalar && field.type.wrappers == 0 && member != nullptr &&
      member->IsObject()) {
    return Value::Json(batch.KeepText(json::ToText(*member)));
  }
  Value value = SampleValue(batch, member);
  const auto limit = batch.arguments().FindInt("limit");
  if (!limit || value.kind() != ValueKind::kList || *limit < 0) return value;
  const auto count = static_cast<std::size_t>(*limit);
  return Value::List(value.items().first(std::min(count, value.items().size())));
}

// SampleResolver resolves a field of every object of a batch.
inline Resolver SampleResolver(const Field& field, bool is_root) {
  return [&field, is_root](Batch& batch) -> base::Status {
    auto& context = batch.Context<SampleContext>();
    ++context.calls;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const json::Value& parent = is_root ? context.data : batch.Parent<json::Value>(i);
      batch.Set(i, SampleResult(batch, parent, field));
    }
    return {};
  };
}

// BindSample sets the resolvers of every field of object types.
inline void BindSample(Schema& schema) {
  for (const auto& type : schema.types()) {
    if (type->kind != TypeKind::kObject || type->is_builtin) continue;
    bool is_root = false;
    for (const auto kind :
         {OperationKind::kQuery, OperationKind::kMutation, OperationKind::kSubscription}) {
      is_root = is_root || schema.root(kind) == type.get();
    }
    for (const Field& field : type->fields) {
      if (!schema.SetResolver(type->name, field.name(), SampleResolver(field, is_root))) {
        std::abort();
      }
    }
  }
}

// SampleSchema returns the sample schema with its resolvers; faults end the program.
inline Schema SampleSchema() {
  auto schema = Schema::Parse(kSampleSchema);
  if (!schema) {
    for (const Error& error : schema.error()) std::fprintf(stderr, "%s\n", error.message.c_str());
    std::abort();
  }
  BindSample(*schema);
  const base::Status parser = schema->SetScalar(
      "DateTime", [](const json::Value& value) -> std::expected<json::Value, std::string> {
        if (value.IsString() && value.AsString()->starts_with("20")) return value;
        return std::unexpected("DateTime must be a string in this century.");
      });
  if (!parser) std::abort();
  return std::move(*schema);
}

// SampleData returns the sample data.
inline SampleContext SampleData() {
  auto data = json::Parse(kSampleData);
  if (!data) std::abort();
  return {.data = std::move(*data)};
}

}  // namespace bearward::graphql::testing
