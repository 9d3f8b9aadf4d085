// Transport: the bytes of one connection, plain or through TLS. Internal to http. Nothing here
// waits: an operation that cannot go on says what it wants, and the connection waits for that.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

struct ssl_st;
struct ssl_ctx_st;

namespace bearward::http {

// Socket is a TCP socket with the concrete executor: the type-erased one costs a copy an operation.
using Socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

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
  // socket gives the socket to wait on.
  Socket& socket() { return socket_; }
  // Handshake goes on with the TLS handshake.
  IoResult Handshake();
  // Read reads what is there; on a plain socket this asks the kernel at once.
  IoResult Read(std::span<char> space);
  // Write writes as much as is taken.
  IoResult Write(std::string_view bytes);
  // HasUnread says whether the peer has sent something that was not read yet.
  bool HasUnread();
  // CancelWait ends the waits on the socket, which stays open.
  void CancelWait();
  // ShutdownSend tells the peer that nothing more comes (close_notify and FIN).
  void ShutdownSend();
  // Close ends the connection and every wait on its socket.
  void Close();

 private:
  IoResult FromSsl(int result);

  Socket socket_;
  std::unique_ptr<ssl_st, void (*)(ssl_st*)> ssl_;
};

}  // namespace bearward::http
