#include "app/write_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace bearward::app {
namespace {

base::Error FileError(const std::string& path, const char* what) {
  return base::Invalid("unreadable_file",
                       path + ": " + what + ": " + std::generic_category().message(errno));
}

}  // namespace

base::Status WriteNewFile(const std::string& path, std::string_view bytes, mode_t mode) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file < 0) return base::Fail(FileError(path, "cannot be made"));
  const bool written =
      ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
      ::fsync(file) == 0;
  ::close(file);
  if (!written) return base::Fail(FileError(path, "cannot be written"));
  return {};
}

base::Status SyncFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return base::Fail(FileError(path, "cannot be opened"));
  const bool synced = ::fsync(folder) == 0;
  ::close(folder);
  if (!synced) return base::Fail(FileError(path, "cannot be made durable"));
  return {};
}

base::Status RenameFile(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return {};
  return base::Fail(FileError(to, "cannot be made"));
}

bool FileExists(const std::string& path) {
  struct stat facts{};
  return ::lstat(path.c_str(), &facts) == 0;
}

bool HoldsBytes(const std::string& path) {
  struct stat facts{};
  return ::stat(path.c_str(), &facts) == 0 && facts.st_size > 0;
}

std::string TimeInName(base::Time time) {
  std::string text = base::FormatIsoMillis(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':' || c == '.'; });
  return text;
}

}  // namespace bearward::app
