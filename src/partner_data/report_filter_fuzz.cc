// Fuzz target: any JSON is parsed or refused as filters, and parsed filters can be evaluated on
// values of every kind.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "partner_data/report_filter.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace json = bearward::json;
  namespace pd = bearward::partner_data;
  static const std::vector<std::string> kColumns = {"a", "b", "c"};
  static const std::vector<json::Value> kRows[] = {
      {json::Value(), json::Value::String("2031-05-06T07:08:09.12345Z"), json::Value::Int(1)},
      {json::Value::String("1e3"), json::Value::Bool(true),
       json::Value::Of(json::Array{json::Value::String("x"), json::Value()})},
      {json::Value::Of(json::Object{{"value", json::Value::Double(1.5)}}), json::Value::Double(2),
       json::Value::String("")},
  };
  const auto value = json::Parse(bearward::base::AsBytes({data, size}));
  if (!value) return 0;
  const auto group = pd::ParseFilters(*value, kColumns);
  if (!group) return 0;
  for (const auto& row : kRows) {
    (void)pd::Matches(*group, row, bearward::base::FromMillis(1'930'000'000'000));
  }
  return 0;
}
