#include "app/new_secrets.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "app/changes.h"
#include "app/write_file.h"

namespace bearward::app {
namespace {

base::Error CannotWrite(const std::string& path) {
  return base::Unavailable("secrets_not_written",
                           path + ": cannot be written: " + std::generic_category().message(errno) +
                               ". The generated secrets are written to this file.");
}

}  // namespace

base::Result<NewSecrets> NewSecrets::Open(const std::string& folder, base::Time now) {
  const std::string path = folder + "/secrets-" + TimeInName(now) + ".txt";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return base::Fail(CannotWrite(path));
  return NewSecrets(file, path);
}

NewSecrets::NewSecrets(NewSecrets&& other) noexcept
    : file_(std::exchange(other.file_, -1)),
      path_(std::move(other.path_)),
      holds_secrets_(other.holds_secrets_) {}

NewSecrets::~NewSecrets() {
  if (file_ < 0) return;
  ::close(file_);
  if (!holds_secrets_) ::unlink(path_.c_str());
}

base::Result<int> NewSecrets::Write(const std::vector<provision::Change>& changes) {
  std::vector<provision::Change> with_secret;
  std::ranges::copy_if(changes, std::back_inserter(with_secret),
                       [](const provision::Change& change) { return !change.secret.empty(); });
  if (with_secret.empty()) return 0;
  const std::string text = ChangesAsText(with_secret);
  holds_secrets_ = true;
  const bool written =
      ::write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
      ::fsync(file_) == 0;
  if (!written) return base::Fail(CannotWrite(path_));
  return static_cast<int>(with_secret.size());
}

}  // namespace bearward::app
