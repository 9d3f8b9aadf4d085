// Put: writes text into memory that was reserved for it. Internal to http.
#pragma once

#include <string_view>

namespace bearward::http {

// Put copies a text to `at`, where enough space must be available, and returns the end of the copy.
inline char* Put(char* at, std::string_view text) { return at + text.copy(at, text.size()); }

}  // namespace bearward::http
