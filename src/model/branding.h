// Branding: how the sign-in pages and emails of an environment look.
#pragma once

#include <string>
#include <string_view>

#include "model/color.h"
#include "model/forms.h"
#include "model/png.h"
#include "model/record.h"

namespace bearward::model {

// Branding is at most one for each environment. An empty field means the look of Bearward. `color`
// is of buttons and links, on which the colour of the text follows from it (model/color.h). `logo`
// is a data URI (PngOfDataUri).
struct Branding : Entity {
  std::string name;
  std::string color;
  std::string logo;
};

// IsBrandName, IsBrandColor and IsLogo also accept the empty text.
inline bool IsBrandName(std::string_view text) { return text.empty() || IsShortName(text); }
inline bool IsBrandColor(std::string_view text) { return text.empty() || ParseColor(text); }
inline bool IsLogo(std::string_view text) { return text.empty() || PngOfDataUri(text); }

inline constexpr Check kBrandName{&IsBrandName, "1 to 48 characters without control characters"};
inline constexpr Check kBrandColor{&IsBrandColor, "a colour such as #9c4a06"};
inline constexpr Check kLogo{&IsLogo,
                             "a data URI of a PNG, data:image/png;base64,..., of at most 64 KiB "
                             "and 1024 pixels in each direction, without texts and metadata"};

// kBrandingFields and kBranding are its description. A logo is too large for an event.
inline constexpr Field kBrandingFields[] = {
    F<&Branding::name>("name", kEditable | kNullIfEmpty, &kBrandName),
    F<&Branding::color>("color", kEditable | kNullIfEmpty, &kBrandColor),
    F<&Branding::logo>("logo", kEditable | kNullIfEmpty | kUnaudited, &kLogo),
};
inline constexpr RecordOf<Branding> kBranding({
    .object = "branding",
    .id_prefix = "branding",
    .table = "brandings",
    .fields = kBrandingFields,
});

}  // namespace bearward::model
