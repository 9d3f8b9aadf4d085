#include "http/transport.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <limits>

namespace bearward::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

IoResult FromSocket(const error_code& error, std::size_t count, IoState want) {
  if (!error) return {IoState::kDone, count};
  return {error == asio::error::would_block ? want : IoState::kClosed, 0};
}

int SslSize(std::size_t size) {
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  return static_cast<int>(size < kMost ? size : kMost);
}

}  // namespace

Transport::Transport(Socket socket, const std::shared_ptr<ssl_ctx_st>& context)
    : socket_(std::move(socket)), ssl_(nullptr, SSL_free) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (context == nullptr) return;
  ssl_.reset(SSL_new(context.get()));
  if (ssl_ == nullptr || SSL_set_fd(ssl_.get(), socket_.native_handle()) != 1) {
    // Without its TLS state the connection must not fall back to plain text.
    socket_.close(ignored);
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

IoResult Transport::Read(std::span<char> space) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return FromSsl(SSL_read(ssl_.get(), space.data(), SslSize(space.size())));
  }
  error_code error;
  const std::size_t count = socket_.read_some(asio::buffer(space.data(), space.size()), error);
  return FromSocket(error, count, IoState::kWantRead);
}

IoResult Transport::Write(std::string_view bytes) {
  if (ssl_ != nullptr) {
    ERR_clear_error();
    return FromSsl(SSL_write(ssl_.get(), bytes.data(), SslSize(bytes.size())));
  }
  error_code error;
  const std::size_t count = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
  return FromSocket(error, count, IoState::kWantWrite);
}

bool Transport::HasUnread() {
  error_code error;
  if (ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1) return true;
  return socket_.available(error) > 0 && !error;
}

void Transport::CancelWait() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Transport::ShutdownSend() {
  error_code ignored;
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
  }
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
}

void Transport::Close() {
  error_code ignored;
  socket_.close(ignored);
}

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
