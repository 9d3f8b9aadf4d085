// Fuzz target: a request is applied or refused, whatever its bytes are. The result is an object
// whose read-only attributes are those of the resource, and the resource stays as it is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/digest.h"
#include "dialects/scim/patch.h"
#include "json/writer.h"

namespace {

namespace scim = bearward::dialects::scim;
namespace json = bearward::json;

const json::Value& Resource() {
  static const json::Value kResource =
      json::Parse(R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
                  R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"id":"u",)"
                  R"("userName":"a","active":true,"name":{"givenName":"b"},)"
                  R"("emails":[{"value":"c","type":"work","primary":true},"d",1],)"
                  R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"x":"y"}})")
          .value();
  return kResource;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto request = json::Parse(text);
  if (!request) return 0;
  const std::string before = json::ToText(Resource());
  const auto patched = scim::ApplyPatch(Resource(), *request);
  if (json::ToText(Resource()) != before) __builtin_trap();
  if (!patched) return 0;
  for (const char* name : {"id", "schemas"}) {
    const json::Value* const kept = patched->Find(name);
    if (kept == nullptr || *kept != *Resource().Find(name)) __builtin_trap();
  }
  return 0;
}
