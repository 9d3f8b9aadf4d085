#include "mail/spool_mailer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace bearward::mail {
namespace {

base::Error Failed(const std::string& path, int error) {
  return base::Unavailable("mail_spool",
                           path + ": " + std::generic_category().message(error) + ".");
}

// WriteAll and the following functions return 0 or the errno of their failure.
int WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    if (written == 0) return EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

int SyncAndClose(int file) {
  const int error = ::fsync(file) == 0 ? 0 : errno;
  return ::close(file) == 0 || error != 0 ? error : errno;
}

// WriteFile makes the bytes durable, and removes a file that it cannot complete.
int WriteFile(const std::string& path, std::string_view bytes) {
  constexpr mode_t kOwnerOnly = 0600;
  const int file =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (file < 0) return errno;
  const int unwritten = WriteAll(file, bytes);
  const int unsynced = SyncAndClose(file);
  const int error = unwritten != 0 ? unwritten : unsynced;
  if (error != 0) ::unlink(path.c_str());
  return error;
}

int Rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) == 0) return 0;
  const int error = errno;
  ::unlink(from.c_str());
  return error;
}

int SyncFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return folder < 0 ? errno : SyncAndClose(folder);
}

}  // namespace

// The outbox deletes the email after this, so the file and its name must be durable.
base::Status SpoolMailer::Send(const Message& message, const Envelope& envelope) {
  const std::string path = folder_ + "/" + envelope.id + ".eml";
  const std::string partial = path + ".partial";
  const base::Secret wire = WireForm(message, envelope);
  if (const int error = WriteFile(partial, wire.Reveal())) {
    return base::Fail(Failed(partial, error));
  }
  if (const int error = Rename(partial, path)) return base::Fail(Failed(path, error));
  if (const int error = SyncFolder(folder_)) return base::Fail(Failed(folder_, error));
  return {};
}

}  // namespace bearward::mail
