#include "log_streams/file_target.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace bearward::log_streams {
namespace {

// The following functions return 0 or the errno of their failure.
int Write(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

// EndCutLine ends a last line without an end.
int EndCutLine(int file) {
  const off_t size = ::lseek(file, 0, SEEK_END);
  if (size < 0) return errno;
  char last = '\n';
  if (size > 0 && ::pread(file, &last, 1, size - 1) != 1) return EIO;
  return last == '\n' ? 0 : Write(file, "\n");
}

int Append(int file, std::string_view lines) {
  if (const int error = EndCutLine(file)) return error;
  if (const int error = Write(file, lines)) return error;
  return ::fdatasync(file) == 0 ? 0 : errno;
}

int AppendTo(const std::string& path, std::string_view lines) {
  constexpr mode_t kOwnerOnly = 0600;
  const int file =
      ::open(path.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (file < 0) return errno;
  const int error = Append(file, lines);
  return ::close(file) == 0 || error != 0 ? error : errno;
}

base::Status Failed(const std::string& path, int error) {
  return base::Fail(
      base::Unavailable("file_failed", path + ": " + std::generic_category().message(error)));
}

}  // namespace

base::Status AppendLines(const std::string& folder, const std::string& environment,
                         const std::string& name, std::string_view lines) {
  constexpr mode_t kOwnerOnly = 0700;
  const std::string own = folder + "/" + environment;
  if (::mkdir(own.c_str(), kOwnerOnly) != 0 && errno != EEXIST) return Failed(own, errno);
  const std::string path = own + "/" + name;
  const int error = AppendTo(path, lines);
  return error == 0 ? base::Status() : Failed(path, error);
}

}  // namespace bearward::log_streams
