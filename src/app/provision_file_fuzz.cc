// Any input returns a parsed file or an error with file and line; the parser never throws.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "app/provision_file.h"
#include "base/digest.h"
#include "json/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace app = bearward::app;
  const std::string_view text(bearward::base::AsBytes({data, size}));
  const auto world = app::ParseProvisionFile(text, "w.toml");
  if (!world) {
    if (world.error().code != bearward::base::Code::kInvalid) __builtin_trap();
    if (!world.error().public_text.starts_with("w.toml:")) __builtin_trap();
    return 0;
  }
  for (const auto& object : world->objects) {
    if (!object.fields) continue;
    const auto fields = bearward::json::Parse(*object.fields);
    // What was written as JSON may only be refused by the limits of the JSON reader.
    if (!fields && fields.error().reason != "json_too_large") __builtin_trap();
    if (fields && !fields->IsObject()) __builtin_trap();
  }
  return 0;
}
