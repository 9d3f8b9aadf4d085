// Fuzz target: any text is parsed or refused, and a parsed filter can be evaluated. The negation of
// a filter has the opposite result.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "dialects/scim/filter.h"

namespace {

namespace scim = bearward::dialects::scim;
namespace json = bearward::json;

const json::Value& Resource() {
  static const json::Value kResource =
      json::Parse(R"({"userName":"a","active":true,"n":1,"name":{"givenName":"b"},)"
                  R"("emails":[{"value":"c","type":"work"},"d",1,null]})")
          .value();
  return kResource;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto filter = scim::ParseFilter(text);
  if (!filter) return 0;
  if (scim::PathsOf(*filter).empty()) __builtin_trap();
  const bool matches = scim::Matches(*filter, Resource());
  scim::Filter negated{.kind = scim::Filter::Kind::kNot};
  negated.children.push_back(*filter);
  if (scim::Matches(negated, Resource()) == matches) __builtin_trap();
  return 0;
}
