// PlainPath: which paths every reader understands alike. A rule about paths is worth something for
// those only.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bearward::model {

// IsPlainPath accepts the path of a request (without its query) that can be read in one way only:
// it begins with '/', is visible ASCII, has no empty, `.` or `..` segment but for a '/' at its end,
// none of `\ ; # ?`, and no escape that is broken or stands for `. / \ ;`, for '%' before two hex
// digits (an escape within an escape), for a control character or for bytes that are no well-formed
// UTF-8, such as overlong forms (incident class F4).
bool IsPlainPath(std::string_view path);

// PathForm is a part of a path that servers read in two ways: `%2F` within a segment or between
// two,
// `;` as a part of a segment or the begin of its parameters, `//` as an empty segment or as `/`.
enum class PathForm : std::uint8_t { kEncodedSlash, kSemicolon, kDoubleSlash };

// PathFormName and ParsePathForm translate to and from "encoded_slash", "semicolon",
// "double_slash".
std::string_view PathFormName(PathForm form);
std::optional<PathForm> ParsePathForm(std::string_view name);

// ReadingsOf gives every path that a server may read in this one, itself included, where it has
// these forms only; a rule about paths must hold for all of them. Empty when one of them has an
// ambiguity of another kind, such as a dot segment (incident class F4).
std::vector<std::string> ReadingsOf(std::string_view path, std::span<const PathForm> forms);

// IsUnderPrefix says whether a plain path is the prefix or lies below it, at the border of a
// segment: `/forms` covers `/forms` and `/forms/1`, not `/formsets`. No letter or escape is folded.
bool IsUnderPrefix(std::string_view path, std::string_view prefix);

}  // namespace bearward::model
