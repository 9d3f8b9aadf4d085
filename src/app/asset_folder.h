// AssetFolder: the console of a folder, for the development of its pages (`serve --assets-dir`).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "console/assets.h"

namespace bearward::app {

// AssetFolder holds the files of a build in memory, as they were when it was read. So a request
// reaches nothing else in the file system.
class AssetFolder {
 public:
  // Read reads all files of the folder and its subfolders, without links. kInvalid "bad_setting" if
  // one cannot be read or has another type than those of the console, or if there is no index.html.
  static base::Result<AssetFolder> Read(const std::string& folder);

  AssetFolder(AssetFolder&&) = default;
  AssetFolder& operator=(AssetFolder&&) = default;
  AssetFolder(const AssetFolder&) = delete;
  AssetFolder& operator=(const AssetFolder&) = delete;
  ~AssetFolder() = default;

  // assets returns the files, which live as long as this object. They have no compressed forms.
  std::span<const console::Asset> assets() const { return assets_; }

 private:
  struct File {
    std::string path;
    std::string hash;
    std::string content;
  };
  AssetFolder() = default;
  base::Status Add(std::string path, const std::string& place);

  std::vector<File> files_;
  std::vector<console::Asset> assets_;  // views into files_
};

}  // namespace bearward::app
