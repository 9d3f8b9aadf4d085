// Random text: generated secrets, keys and client ids.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/entropy.h"

namespace bearward::base {

inline constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
inline constexpr std::string_view kHex = "0123456789abcdef";

// RandomText returns `length` characters of an alphabet of at most 256, each with equal
// probability.
std::string RandomText(std::string_view alphabet, std::size_t length, Entropy& entropy);

}  // namespace bearward::base
