// Fuzz target: any schema and any value are compared to an end, and a value fits the empty schema
// and an enumeration of itself.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "json/schema_fault.h"
#include "json/writer.h"

namespace {

void Require(bool holds) {
  if (!holds) __builtin_trap();
}

}  // namespace

// The input is a schema, a line feed and a value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = bearward::json;
  using bearward::json::SchemaFault;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto schema = json::Parse(text.substr(0, line));
  const auto value = json::Parse(text.substr(line + 1));
  if (!schema || !value) return 0;
  const std::string fault = SchemaFault(*schema, *value);
  Require(fault.empty() || fault.front() == '/');
  Require(SchemaFault(json::Value::Of(json::Object{}), *value).empty());
  json::Object self{{"enum", json::Value::Of(json::Array{*value})}};
  Require(SchemaFault(json::Value::Of(std::move(self)), *value).empty());
  return 0;
}
