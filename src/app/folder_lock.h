// FolderLock: prevents the concurrent use of a data folder by several processes.
#pragma once

#include <string>
#include <utility>

#include "base/result.h"

namespace bearward::app {

// FolderLock is a lock of the kernel, held until the object or the process ends. Movable.
class FolderLock {
 public:
  FolderLock(FolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FolderLock& operator=(FolderLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FolderLock();

  // ForServing locks the folder for the one process that serves it. If another process holds the
  // lock: kConflict "folder_in_use" with its process id. `apply` does not take this lock.
  static base::Result<FolderLock> ForServing(const std::string& folder);
  // ForSetup blocks until no other process makes the files of the folder.
  static base::Result<FolderLock> ForSetup(const std::string& folder);

 private:
  explicit FolderLock(int file) : file_(file) {}
  int file_;
};

// CheckUnused refuses a database file that another process has open, as `apply` has while it runs:
// kConflict "database_in_use" with its process id. Hold ForSetup, so that no other process opens it
// afterwards. SQLite locks an open database in WAL mode; a missing file is not in use.
base::Status CheckUnused(const std::string& database);

}  // namespace bearward::app
