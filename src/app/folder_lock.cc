#include "app/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <system_error>

namespace bearward::app {
namespace {

constexpr const char* kForeignProcess = "a process outside this container";

base::Error CannotLock(const std::string& path) {
  return base::Invalid("cannot_lock",
                       path + ": cannot be locked: " + std::generic_category().message(errno));
}

struct flock WholeFile() {
  struct flock range{};
  range.l_type = F_WRLCK;
  range.l_whence = SEEK_SET;
  return range;
}

// FindHolder asks the kernel which process has a lock on the file, so no file with a process id can
// become stale; nullopt if no other process has one. A holder in another container has no process
// id here.
std::optional<std::string> FindHolder(int file) {
  struct flock range = WholeFile();
  if (::fcntl(file, F_GETLK, &range) == 0 && range.l_type == F_UNLCK) return std::nullopt;
  if (range.l_pid > 0) return "process " + std::to_string(range.l_pid);
  return kForeignProcess;
}

}  // namespace

FolderLock::~FolderLock() {
  if (file_ >= 0) ::close(file_);
}

base::Result<FolderLock> FolderLock::ForServing(const std::string& folder) {
  const std::string path = folder + "/serve.lock";
  FolderLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (lock.file_ < 0) return base::Fail(CannotLock(path));
  struct flock range = WholeFile();
  if (::fcntl(lock.file_, F_SETLK, &range) == 0) return lock;
  if (errno != EACCES && errno != EAGAIN) return base::Fail(CannotLock(path));
  return base::Fail(base::Conflict(
      "folder_in_use", folder + ": " + FindHolder(lock.file_).value_or(kForeignProcess) +
                           " serves this data folder. Stop it first, or name another folder "
                           "with --data."));
}

base::Result<FolderLock> FolderLock::ForSetup(const std::string& folder) {
  FolderLock lock(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (lock.file_ < 0) return base::Fail(CannotLock(folder));
  while (::flock(lock.file_, LOCK_EX) != 0) {
    if (errno != EINTR) return base::Fail(CannotLock(folder));
  }
  return lock;
}

base::Status CheckUnused(const std::string& database) {
  const int file = ::open(database.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return {};
    return base::Fail(CannotLock(database));
  }
  const std::optional<std::string> holder = FindHolder(file);
  ::close(file);
  if (!holder) return {};
  return base::Fail(base::Conflict(
      "database_in_use",
      database + ": " + *holder + " uses this database. Stop it first, or wait until it ends."));
}

}  // namespace bearward::app
