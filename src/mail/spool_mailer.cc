#include "mail/spool_mailer.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace bearward::mail {
namespace {

base::Error Failed(const std::string& path) {
  return base::Unavailable("mail_spool",
                           path + ": " + std::generic_category().message(errno) + ".");
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

base::Status SpoolMailer::Send(const Message& message, const Envelope& envelope) {
  const std::string path = folder_ + "/" + envelope.id + ".eml";
  const std::string partial = path + ".partial";
  constexpr mode_t kOwnerOnly = 0600;
  const int file =
      ::open(partial.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, kOwnerOnly);
  if (file < 0) return base::Fail(Failed(partial));
  const base::Secret wire = WireForm(message, envelope);
  const bool written = WriteAll(file, wire.Reveal());
  const bool closed = ::close(file) == 0;
  if (written && closed && std::rename(partial.c_str(), path.c_str()) == 0) return {};
  return base::Fail(Failed(path));
}

}  // namespace bearward::mail
