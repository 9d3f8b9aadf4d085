#include "testing/stream_receiver.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace bearward::testing {

StreamReceiver::StreamReceiver(Options options) : options_(std::move(options)) {
  if (!options_.key.empty()) context_ = MakeTlsContext(options_.certificate, options_.key);
  thread_ = std::thread([this] { Run(); });
}

StreamReceiver::~StreamReceiver() {
  listener_.Shutdown();
  {
    const std::lock_guard lock(mutex_);
    if (held_ >= 0) ::shutdown(held_, SHUT_RDWR);
  }
  thread_.join();
}

std::size_t StreamReceiver::connections() const {
  const std::lock_guard lock(mutex_);
  return connections_;
}

std::vector<std::string> StreamReceiver::texts() const {
  const std::lock_guard lock(mutex_);
  return texts_;
}

void StreamReceiver::Run() {
  while (true) {
    const int socket = listener_.Accept();
    if (socket < 0) return;
    {
      const std::lock_guard lock(mutex_);
      ++connections_;
      held_ = socket;
    }
    if (options_.manner != Manner::kCloses) Serve(socket);
    const std::lock_guard lock(mutex_);
    held_ = -1;
    ::close(socket);
  }
}

void StreamReceiver::Serve(int socket) {
  const TlsStream tls(context_ ? SSL_new(context_.get()) : nullptr);
  if (tls) {
    SSL_set_fd(tls.get(), socket);
    if (SSL_accept(tls.get()) != 1) return;
  }
  std::string text;
  if (options_.manner != Manner::kIgnores) Read(socket, tls.get(), text);
  if (options_.manner == Manner::kResets) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    return;
  }
  // The destructor shuts the connection down.
  const bool holds = options_.manner == Manner::kHolds || options_.manner == Manner::kIgnores;
  for (pollfd entry{socket, 0, 0}; holds && entry.revents == 0;) ::poll(&entry, 1, -1);
  const std::lock_guard lock(mutex_);
  texts_.push_back(std::move(text));
}

void StreamReceiver::Read(int socket, SSL* tls, std::string& text) const {
  std::array<char, 4096> bytes{};
  const auto size = static_cast<int>(bytes.size());
  while (true) {
    const ssize_t count = tls != nullptr ? SSL_read(tls, bytes.data(), size)
                                         : ::recv(socket, bytes.data(), bytes.size(), 0);
    if (count <= 0) return;
    text.append(bytes.data(), static_cast<std::size_t>(count));
    if (options_.manner == Manner::kResets) return;
  }
}

}  // namespace bearward::testing
