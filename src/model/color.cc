#include "model/color.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace bearward::model {
namespace {

// Linear returns the linear light of a channel.
double Linear(std::uint8_t channel) {
  const double value = channel / 255.0;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double Luminance(const Color& color) {
  return 0.2126 * Linear(color.red) + 0.7152 * Linear(color.green) + 0.0722 * Linear(color.blue);
}

std::uint8_t MixChannel(std::uint8_t from, std::uint8_t to, int step, int steps) {
  return static_cast<std::uint8_t>(from + (to - from) * step / steps);
}

}  // namespace

std::optional<Color> ParseColor(std::string_view text) {
  if (text.size() != 7 || text.front() != '#') return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 1, end, value, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return Color{static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
               static_cast<std::uint8_t>(value)};
}

std::string FormatColor(const Color& color) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "#";
  for (const std::uint8_t channel : {color.red, color.green, color.blue}) {
    text += kDigits[channel >> 4U];
    text += kDigits[channel & 15U];
  }
  return text;
}

double Contrast(const Color& a, const Color& b) {
  const auto [dark, light] = std::minmax({Luminance(a), Luminance(b)});
  return (light + 0.05) / (dark + 0.05);
}

Color InkOn(const Color& background) {
  return Contrast(kBlack, background) > Contrast(kWhite, background) ? kBlack : kWhite;
}

Color ReadableOn(const Color& color, const Color& background) {
  constexpr int kSteps = 64;
  const Color target = InkOn(background);
  Color mixed = color;
  for (int step = 0; step <= kSteps; ++step) {
    mixed = {MixChannel(color.red, target.red, step, kSteps),
             MixChannel(color.green, target.green, step, kSteps),
             MixChannel(color.blue, target.blue, step, kSteps)};
    if (Contrast(mixed, background) >= kReadable) break;
  }
  return mixed;
}

}  // namespace bearward::model
