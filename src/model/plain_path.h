// PlainPath: which paths every reader understands alike. A rule about paths is worth something for
// those only.
#pragma once

#include <string_view>

namespace bearward::model {

// IsPlainPath accepts the path of a request (without its query) that can be read in one way only:
// it begins with '/', is visible ASCII, has no empty, `.` or `..` segment but for a '/' at its end,
// none of `\ ; # ?`, and no escape that is broken or stands for `. / \ ;`, for '%' before two hex
// digits (an escape within an escape) or for a control character (incident class F4).
bool IsPlainPath(std::string_view path);

// IsUnderPrefix says whether a plain path is the prefix or lies below it, at the border of a
// segment: `/forms` covers `/forms` and `/forms/1`, not `/formsets`. No letter or escape is folded.
bool IsUnderPrefix(std::string_view path, std::string_view prefix);

}  // namespace bearward::model
