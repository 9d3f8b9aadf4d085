// Style: the style sheet of the sign-in pages. Internal to the module.
#pragma once

#include <string_view>

namespace bearward::signin {

// Style returns the tokens of the console (web/src/tokens.css) followed by web/signin.css; the
// build embeds both.
std::string_view Style();

}  // namespace bearward::signin
