// The claims of a template that Parse accepts must be within the limit, without null and without a
// claim of the server.
#include "base/digest.h"
#include "json/writer.h"
#include "jwt_template/template.h"
#include "jwt_template/variables.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward;
  static const json::Value variables = *json::Parse(
      R"({"user":{"email":"a\"}{{b","metadata":{"n":[1]}},"organization":{"id":"o"}})");
  const auto parsed = jwt_template::Template::Parse(bearward::base::AsBytes({data, size}));
  if (!parsed) return 0;
  const auto claims = parsed->Render(variables);
  if (!claims) {
    if (claims.error().reason != jwt_template::kTooBig) __builtin_trap();
    return 0;
  }
  const std::string rendered = json::ToText(json::Value::Of(*claims));
  if (rendered.size() > jwt_template::kMostClaims || !json::Parse(rendered)) __builtin_trap();
  for (const json::Member& member : *claims) {
    if (jwt_template::IsReserved(member.key) || member.value.IsNull()) __builtin_trap();
  }
  return 0;
}
