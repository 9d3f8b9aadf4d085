// Color: an sRGB colour, and the contrast of two.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bearward::model {

// Color is an opaque colour.
struct Color {
  std::uint8_t red = 0;
  std::uint8_t green = 0;
  std::uint8_t blue = 0;

  bool operator==(const Color&) const = default;
};

inline constexpr Color kBlack{0, 0, 0};
inline constexpr Color kWhite{255, 255, 255};
// kReadable is the least contrast of text (WCAG 2.2 section 1.4.3).
inline constexpr double kReadable = 4.5;

// ParseColor accepts exactly #rrggbb, in either case. FormatColor writes it in lower case.
std::optional<Color> ParseColor(std::string_view text);
std::string FormatColor(const Color& color);

// Contrast returns the contrast ratio of WCAG 2.2, from 1 to 21.
double Contrast(const Color& a, const Color& b);
// InkOn returns black or white, whichever has the higher contrast: always at least kReadable.
Color InkOn(const Color& background);
// ReadableOn returns the colour that is nearest to `color`, on the line to black or white, and has
// a contrast of at least kReadable with the background.
Color ReadableOn(const Color& color, const Color& background);

}  // namespace bearward::model
