#include "app/folder_setting.h"

#include <sys/stat.h>

namespace bearward::app {

base::Status CheckFolderSetting(std::string_view name, const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return {};
  return base::Fail(base::Invalid("bad_setting", std::string(name) + ": the folder " + path +
                                                     " does not exist. Make it, or name another "
                                                     "folder."));
}

}  // namespace bearward::app
