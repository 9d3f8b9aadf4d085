#include "app/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace bearward::app {
namespace {

base::Error Unreadable(const std::string& path, const std::string& why) {
  return base::Invalid("unreadable_file", path + ": " + why);
}

base::Result<std::string> ReadAll(int file, const std::string& path) {
  std::string bytes;
  std::array<char, 16384> block{};
  while (true) {
    const ssize_t size = ::read(file, block.data(), block.size());
    if (size == 0) return bytes;
    if (size > 0) {
      bytes.append(block.data(), static_cast<std::size_t>(size));
    } else if (errno != EINTR) {
      return base::Fail(
          Unreadable(path, "cannot be read: " + std::generic_category().message(errno)));
    }
  }
}

}  // namespace

base::Result<std::string> ReadWholeFile(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file < 0) {
    return base::Fail(
        Unreadable(path, "cannot be opened: " + std::generic_category().message(errno)));
  }
  struct stat facts{};
  const bool is_folder = ::fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode);
  auto bytes = is_folder ? base::Result<std::string>(
                               base::Fail(Unreadable(path, "this is a folder. Name a file in it.")))
                         : ReadAll(file, path);
  ::close(file);
  return bytes;
}

base::Error AboutSetting(std::string_view setting, base::Error error) {
  error.public_text = std::string(setting) + ": " + error.public_text;
  return error;
}

base::Status CheckSecretFile(const std::string& path, std::vector<std::string>& warnings) {
  struct stat facts{};
  if (::stat(path.c_str(), &facts) != 0) {
    return base::Fail(
        Unreadable(path, "cannot be read: " + std::generic_category().message(errno)));
  }
  if ((facts.st_mode & S_IWOTH) != 0) {
    return base::Fail(base::Invalid(
        "unsafe_file", path + ": every user may write this secret. Run chmod 600 on it."));
  }
  constexpr mode_t kOthers = S_IRGRP | S_IWGRP | S_IROTH;
  if ((facts.st_mode & kOthers) == 0) return {};
  warnings.push_back(path +
                     ": other users may read this secret. Run chmod 600 on it where the file "
                     "system allows that.");
  return {};
}

}  // namespace bearward::app
