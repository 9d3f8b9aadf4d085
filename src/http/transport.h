// Transport: the bytes of one connection, plain or through TLS. Internal to http. Nothing here
// waits: an operation that cannot go on says what it wants, and the connection waits for that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "http/socket.h"

struct ssl_st;
struct ssl_ctx_st;

namespace bearward::http {

// IoState says how an operation ended.
enum class IoState : std::uint8_t { kDone, kWantRead, kWantWrite, kClosed };

// IoResult is the outcome of an operation; `count` bytes were moved if kDone.
struct IoResult {
  IoState state = IoState::kClosed;
  std::size_t count = 0;
};

// Transport owns the socket. With a TLS context the handshake comes first. What ALPN chose decides
// the protocol above; so far that is always HTTP/1.1.
class Transport {
 public:
  // Transport speaks TLS if `context` is not null.
  Transport(Socket socket, const std::shared_ptr<ssl_ctx_st>& context);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // tls says whether the bytes go through TLS.
  bool tls() const { return ssl_ != nullptr; }
  // socket gives the socket to watch.
  const Socket& socket() const { return socket_; }
  // Handshake goes on with the TLS handshake.
  IoResult Handshake();
  // Read reads what is there.
  IoResult Read(std::span<char> space);
  // ReadRaw reads from the socket past any TLS: good only for bytes that nobody will look at.
  IoResult ReadRaw(std::span<char> space);
  // Write writes as much as is taken.
  IoResult Write(std::string_view bytes);
  // HasUnread says whether the peer has sent something that was not read yet.
  bool HasUnread();
  // ShutdownSend tells the peer that nothing more comes (close_notify and FIN).
  void ShutdownSend();
  // Close ends the connection and the watch on its socket.
  void Close();

 private:
  IoResult FromSsl(int result);

  Socket socket_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
};

}  // namespace bearward::http
