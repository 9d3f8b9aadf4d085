// Assets: the files of the console, as the build embeds them (cmake/embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace bearward::console {

// Asset is one file, plain and compressed; a compressed form that is empty does not exist. `path`
// is relative to /console/; `hash` is the SHA-256 of the plain file in hex.
struct Asset {
  std::string_view path;
  std::string_view content_type;
  std::string_view hash;
  std::string_view plain;
  std::string_view gzip;
  std::string_view brotli;
};

// Assets returns all files; none when the program was built without Node.js.
std::span<const Asset> Assets();

}  // namespace bearward::console
