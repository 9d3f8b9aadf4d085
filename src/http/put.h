// Put: text that is written into memory made ready for it. Internal to http.
#pragma once

#include <string_view>

namespace bearward::http {

// Put copies a text to `at`, where there must be room for it, and gives the place behind.
inline char* Put(char* at, std::string_view text) { return at + text.copy(at, text.size()); }

}  // namespace bearward::http
