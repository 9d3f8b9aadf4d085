#include "signin/look.h"

#include <fmt/format.h>

#include "base/encode.h"
#include "base/time.h"
#include "model/color.h"

namespace bearward::signin {
namespace {

// The backgrounds of web/src/tokens.css that contrast least with an accent: --sunken of the light
// theme, and --raised of the dark one.
constexpr model::Color kLightPaper{0xf1, 0xed, 0xe7};
constexpr model::Color kDarkPaper{0x26, 0x22, 0x1d};

}  // namespace

Look LookOf(const model::Branding& branding) {
  const std::string query =
      fmt::format("?environment={}&v={}", base::PercentEncode(branding.environment.text),
                  base::ToMillis(branding.updated_at));
  Look look;
  if (!branding.name.empty() || !branding.logo.empty()) look.name = branding.name;
  if (!branding.logo.empty()) look.logo_url = "/sign-in/logo" + query;
  if (!branding.color.empty()) look.style_url += query;
  return look;
}

std::string BrandStyle(std::string_view color) {
  const auto parsed = model::ParseColor(color);
  if (!parsed) return {};
  const model::Color light = model::ReadableOn(*parsed, kLightPaper);
  const model::Color dark = model::ReadableOn(*parsed, kDarkPaper);
  return fmt::format(":root{{--accent:light-dark({},{});--accent-ink:light-dark({},{})}}\n",
                     model::FormatColor(light), model::FormatColor(dark),
                     model::FormatColor(model::InkOn(light)),
                     model::FormatColor(model::InkOn(dark)));
}

}  // namespace bearward::signin
