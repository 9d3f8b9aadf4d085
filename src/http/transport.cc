#include "http/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <limits>

namespace bearward::http {
namespace {

// FromSocket maps the result of a system call; zero bytes mean that the peer sends nothing more.
IoResult FromSocket(ssize_t count, IoState want) {
  if (count > 0) return {IoState::kDone, static_cast<std::size_t>(count)};
  const bool later = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  return {later ? want : IoState::kClosed, 0};
}

int SslSize(std::size_t size) {
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(size < kMost ? size : kMost);
}

}  // namespace

Transport::Transport(Socket socket, const std::shared_ptr<ssl_ctx_st>& context)
    : socket_(std::move(socket)), ssl_(nullptr, SSL_free) {
  if (context == nullptr) return;
  ssl_.reset(SSL_new(context.get()));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), socket_.fd()) != 1) {
    // If the TLS state cannot be created, the connection must not fall back to plain text.
    socket_.Close();
    return;
  }
  SSL_set_accept_state(ssl_.get());
}

Transport::~Transport() = default;

IoResult Transport::Handshake() {
  if (ssl_ == nullptr) return {IoState::kClosed, 0};
  ERR_clear_error();
  return FromSsl(SSL_do_handshake(ssl_.get()));
}

bool Transport::selected_http2() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return size == 2 && std::memcmp(name, "h2", size) == 0;
}

IoResult Transport::Read(std::span<char> space) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return FromSsl(SSL_read(ssl_.get(), space.data(), SslSize(space.size())));
  }
  return ReadRaw(space);
}

IoResult Transport::ReadRaw(std::span<char> space) {
  ssize_t count = 0;
  do {
    count = ::recv(socket_.fd(), space.data(), space.size(), 0);
  } while (count < 0 && errno == EINTR);
  return FromSocket(count, IoState::kWantRead);
}

IoResult Transport::Write(std::string_view bytes) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return FromSsl(SSL_write(ssl_.get(), bytes.data(), SslSize(bytes.size())));
  }
  ssize_t count = 0;
  do {
    count = ::send(socket_.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  } while (count < 0 && errno == EINTR);
  return FromSocket(count, IoState::kWantWrite);
}

void Transport::ShutdownSend() {
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  ::shutdown(socket_.fd(), SHUT_WR);
}

void Transport::Close() { socket_.Close(); }

IoResult Transport::FromSsl(int result) {
  if (result > 0) return {IoState::kDone, static_cast<std::size_t>(result)};
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_WANT_READ:
      return {IoState::kWantRead, 0};
    case SSL_ERROR_WANT_WRITE:
      return {IoState::kWantWrite, 0};
    default:
      return {IoState::kClosed, 0};
  }
}

}  // namespace bearward::http
