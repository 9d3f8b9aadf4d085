// Transport: the bytes of one connection, plain or through TLS. Internal to http. No operation
// blocks: one that cannot continue returns which readiness it needs, and the connection waits for
// it.
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

// IoState is the result of an operation.
enum class IoState : std::uint8_t { kDone, kWantRead, kWantWrite, kClosed };

// IoResult is the outcome of an operation; if kDone, `count` bytes were transferred.
struct IoResult {
  IoState state = IoState::kClosed;
  std::size_t count = 0;
};

// Transport owns the socket. With a TLS context the handshake comes first, in which ALPN
// selects the protocol above.
class Transport {
 public:
  // Transport uses TLS if `context` is not null.
  Transport(Socket socket, const std::shared_ptr<ssl_ctx_st>& context);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // tls returns whether the bytes go through TLS.
  bool tls() const { return ssl_ != nullptr; }
  // socket returns the socket to watch.
  const Socket& socket() const { return socket_; }
  // Handshake continues the TLS handshake.
  IoResult Handshake();
  // selected_http2 returns whether the handshake has selected HTTP/2.
  bool selected_http2() const;
  // Read reads the available bytes.
  IoResult Read(std::span<char> space);
  // ReadRaw reads from the socket without TLS decryption: only for bytes that will be discarded.
  IoResult ReadRaw(std::span<char> space);
  // Write writes as many bytes as the socket accepts.
  IoResult Write(std::string_view bytes);
  // ShutdownSend signals the end of the output to the peer (close_notify and FIN).
  void ShutdownSend();
  // Close closes the connection, which also ends the watch on its socket.
  void Close();

 private:
  IoResult FromSsl(int result);

  Socket socket_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
};

}  // namespace bearward::http
