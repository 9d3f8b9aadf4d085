#include "app/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace bearward::app {
namespace {

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

// HolderOf asks the kernel for the holder, so no file with a process id can become stale. A holder
// in another container has no process id here.
std::string HolderOf(int file) {
  struct flock range = WholeFile();
  const bool known = ::fcntl(file, F_GETLK, &range) == 0 && range.l_type != F_UNLCK;
  if (known && range.l_pid > 0) return "process " + std::to_string(range.l_pid);
  return "a process outside this container";
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
      "folder_in_use", folder + ": " + HolderOf(lock.file_) +
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

}  // namespace bearward::app
