#include "app/asset_folder.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/read_file.h"
#include "base/encode.h"
#include "crypto/hash.h"

namespace bearward::app {
namespace {

namespace fs = std::filesystem;

// The types of web/embed.mjs.
struct Type {
  std::string_view ending;
  std::string_view content_type;
};
constexpr Type kTypes[] = {{".html", "text/html; charset=utf-8"},
                           {".js", "text/javascript; charset=utf-8"},
                           {".css", "text/css; charset=utf-8"},
                           {".svg", "image/svg+xml"}};

std::string_view TypeOf(std::string_view path) {
  for (const Type& type : kTypes) {
    if (path.ends_with(type.ending)) return type.content_type;
  }
  return {};
}

base::Error Unusable(const std::string& place, const std::string& problem) {
  return base::Invalid("bad_setting", "--assets-dir: " + place + ": " + problem +
                                          " Name the folder that `npx vite build` wrote.");
}

std::string HashOf(std::string_view content) {
  const base::Digest digest = crypto::Sha256(content);
  const auto* const bytes = reinterpret_cast<const char*>(digest.data());  // HexEncode reads chars
  return base::HexEncode({bytes, digest.size()});
}

}  // namespace

base::Status AssetFolder::Add(std::string path, const std::string& place) {
  if (TypeOf(path).empty()) return base::Fail(Unusable(place, "the console has no such files."));
  auto content = ReadWholeFile(place);
  if (!content) return base::Fail(Unusable(place, content.error().public_text));
  std::string hash = HashOf(*content);
  files_.push_back({std::move(path), std::move(hash), *std::move(content)});
  return {};
}

base::Result<AssetFolder> AssetFolder::Read(const std::string& folder) {
  AssetFolder read;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->symlink_status(error).type() != fs::file_type::regular) continue;
    const fs::path& place = entry->path();
    BW_TRY(read.Add(place.lexically_relative(folder).generic_string(), place.string()));
  }
  if (error) return base::Fail(Unusable(folder, error.message() + "."));
  for (const File& file : read.files_) {
    read.assets_.push_back({.path = file.path,
                            .content_type = TypeOf(file.path),
                            .hash = file.hash,
                            .plain = file.content,
                            .gzip = {},
                            .brotli = {}});
  }
  constexpr std::string_view kPage = "index.html";
  const auto page = std::ranges::find(read.assets_, kPage, &console::Asset::path);
  if (page == read.assets_.end()) return base::Fail(Unusable(folder, "it has no index.html."));
  return read;
}

}  // namespace bearward::app
