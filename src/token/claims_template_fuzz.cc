// Claims of any template must be within the limit and contain no reserved claim.
#include "base/digest.h"
#include "token/claims_template.h"

#include "json/writer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace bearward;
  static const json::Value variables =
      *json::Parse(R"({"user":{"email":"a\"}{{b","n":[1]},"organization":{"id":"o"}})");
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto claims = token::RenderClaims(text, variables);
  if (!claims) return 0;
  const std::string rendered = json::ToText(json::Value::Of(*claims));
  if (rendered.size() > token::kMostTemplateClaims) __builtin_trap();
  for (const json::Member& member : *claims) {
    if (member.key == "sub" || member.key == "exp" || member.value.IsNull()) __builtin_trap();
  }
  return 0;
}
