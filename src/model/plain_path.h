// PlainPath: the paths that every server interprets in the same way. A rule about paths is reliable
// for these paths only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"

namespace bearward::model {

// IsPlainPath accepts the path of a request (without its query) that has one interpretation only.
// It begins with '/', is visible ASCII, has no empty, `.` or `..` segment except one '/' at its
// end, and contains none of `\ ; # ?`. It contains no malformed percent-encoding, and none that
// decodes to `. / \ ;`, to '%' before two hex digits (double encoding), to a control character, or
// to malformed UTF-8 such as overlong forms (incident class F4).
bool IsPlainPath(std::string_view path);

// PathForm is a part of a path that servers interpret in two ways: `%2F` as a character in a
// segment or as a separator, `;` as a character in a segment or as the start of its parameters,
// `//` as an empty segment or as `/`.
enum class PathForm : std::uint8_t { kEncodedSlash, kSemicolon, kDoubleSlash };

// ReadingsOf returns every interpretation of a path whose only ambiguities are of these forms, the
// path itself included. A rule about paths must hold for all of them. It returns an empty list when
// an interpretation is ambiguous in another way, for example has a dot segment (incident class F4).
std::vector<std::string> ReadingsOf(std::string_view path, std::span<const PathForm> forms);

// IsUnderPrefix says whether a plain path equals the prefix or lies below it, compared by whole
// segments: `/forms` covers `/forms` and `/forms/1`, not `/formsets`. The comparison is byte for
// byte: no case folding and no percent-decoding.
bool IsUnderPrefix(std::string_view path, std::string_view prefix);

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::PathForm> {
  static constexpr std::array<std::string_view, 3> kWords = {"encoded_slash", "semicolon",
                                                             "double_slash"};
};
