// Fuzz target: any bytes are parsed or refused as a filter, and a parsed filter can be evaluated on
// values of every kind.
#include <cstddef>
#include <cstdint>

#include "base/digest.h"
#include "objects/field_filter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = bearward::json;
  const auto filter = bearward::objects::FieldFilter::Parse(bearward::base::AsBytes({data, size}));
  if (!filter) return 0;
  for (const json::Value& value :
       {json::Value(), json::Value::Int(1), json::Value::Bool(true), json::Value::String("won"),
        json::Value::Of(json::Array{json::Value::Double(1.5), json::Value()}),
        json::Value::Of(json::Object{{"a", json::Value::String("b")}})}) {
    (void)filter->Matches([&](std::string_view /*field*/) { return value; });
  }
  return 0;
}
