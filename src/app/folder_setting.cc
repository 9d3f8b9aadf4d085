#include "app/folder_setting.h"

#include <sys/stat.h>

#include "app/read_file.h"
#include "crypto/certificate_times.h"

namespace bearward::app {

base::Status CheckFolderSetting(std::string_view name, const std::string& path) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode)) return {};
  return base::Fail(base::Invalid("bad_setting", std::string(name) + ": the folder " + path +
                                                     " does not exist. Make it, or name another "
                                                     "folder."));
}

base::Status CheckCertificatesSetting(std::string_view name, const std::string& path) {
  if (path.empty()) return {};
  const auto bad = [&](const std::string& why) {
    return base::Fail(base::Invalid("bad_setting", std::string(name) + ": " + why));
  };
  const auto text = ReadWholeFile(path);
  if (!text) return bad(text.error().public_text);
  if (crypto::TimesOfCertificate(*text)) return {};
  return bad(path +
             ": the file has no certificate (PEM). Name one with the certificates of the "
             "authorities that are trusted, or remove the setting.");
}

}  // namespace bearward::app
