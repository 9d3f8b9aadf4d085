// Look: how the sign-in pages of an environment look.
#pragma once

#include <string>
#include <string_view>

#include "model/branding.h"

namespace bearward::signin {

// Look is what a page shows of a branding. The URLs change with the branding, so that browsers may
// keep what they name.
struct Look {
  std::string name = "Bearward";  // "" beside a logo without a name
  std::string logo_url = {};      // "" for the mark of Bearward
  std::string style_url = "/sign-in/style.css";
};

// LookOf returns the look of an environment with this branding.
Look LookOf(const model::Branding& branding);

// BrandStyle returns a style sheet that replaces the accent colour. In the light and in the dark
// theme, links have a contrast of at least model::kReadable with their background, and so has the
// text of buttons. It returns "" for an empty colour.
std::string BrandStyle(std::string_view color);

}  // namespace bearward::signin
