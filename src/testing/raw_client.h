// RawClient: a TCP client that sends exactly the bytes of a test. Every wait is limited: a read
// without data for ten seconds counts as a closed connection.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace bearward::testing {

// RawClient is one connection to 127.0.0.1, closed by the destructor. Use it from one thread.
class RawClient {
 public:
  // RawClient connects from `source`, a loopback address. `receive_buffer` in bytes limits how much
  // the peer can send at a time.
  explicit RawClient(std::uint16_t port, int receive_buffer = 0, const char* source = nullptr)
      : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval wait{10, 0};
    const int on = 1;
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0) {
      setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (source != nullptr && inet_pton(AF_INET, source, &address.sin_addr) == 1) {
      bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { close(fd_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  // connected says whether the connection was established.
  bool connected() const { return connected_; }
  // fd returns the socket, which the client owns.
  int fd() const { return fd_; }

  // Send sends all bytes; it returns false if the peer has closed.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

  // HalfClose shuts down the sending direction.
  void HalfClose() { shutdown(fd_, SHUT_WR); }

  // HasInput says whether data or the end of the stream arrives within `millis`.
  bool HasInput(int millis) {
    pollfd poll_for{fd_, POLLIN, 0};
    return !pending_.empty() || poll(&poll_for, 1, millis) > 0;
  }

  // IsReset says whether the connection fails within `millis`.
  bool IsReset(int millis) {
    pollfd poll_for{fd_, 0, 0};
    return poll(&poll_for, 1, millis) > 0;
  }

  // ReadResponse returns the next response, including the body given by Content-Length; "" at the
  // end of the connection. Set `bodiless` for responses to HEAD.
  std::string ReadResponse(bool bodiless = false) {
    std::size_t end = std::string::npos;
    while ((end = pending_.find("\r\n\r\n")) == std::string::npos) {
      if (!Fill()) return "";
    }
    end += 4;
    constexpr std::string_view kLength = "\r\nContent-Length: ";
    const std::size_t length = pending_.find(kLength);
    if (!bodiless && length != std::string::npos && length < end) {
      end += std::strtoul(pending_.c_str() + length + kLength.size(), nullptr, 10);
    }
    while (pending_.size() < end) {
      if (!Fill()) return "";
    }
    std::string response = pending_.substr(0, end);
    pending_.erase(0, end);
    return response;
  }

  // ReadAll returns all bytes up to the end of the connection.
  std::string ReadAll() {
    while (Fill()) {
    }
    return std::move(pending_);
  }

 private:
  bool Fill() {
    char bytes[16384];
    const ssize_t count = recv(fd_, bytes, sizeof bytes, 0);
    if (count <= 0) return false;
    pending_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int fd_;
  bool connected_ = false;
  std::string pending_;
};

}  // namespace bearward::testing
