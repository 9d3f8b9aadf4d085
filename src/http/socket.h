// Socket: TCP and unix sockets, non-blocking and close-on-exec. Internal to http.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "http/server.h"

namespace bearward::http {

// Socket owns a file descriptor and closes it on destruction.
class Socket {
 public:
  Socket() = default;
  // Socket takes ownership of `fd`; a negative value means no socket.
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket() { Close(); }

  int fd() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  // Close closes the descriptor at once.
  void Close();

 private:
  int fd_ = -1;
};

// Accepted is a connection with the peer's IP address as text, an IPv4-mapped one in IPv4 form, or
// "uid:NUMBER" of a unix socket.
struct Accepted {
  Socket socket;
  std::string peer;
};

// ListenOn opens a listener whose port other listeners of this process may share (SO_REUSEPORT).
// The endpoint contains the port that the kernel picked for port 0. Fails as Server::Listen does.
base::Result<std::pair<Socket, Endpoint>> ListenOn(const ListenerOptions& options);

// IsTaken returns whether another program listens at that address. With SO_REUSEPORT a second
// program of the same user could receive a part of the connections unnoticed; one bind without
// SO_REUSEPORT detects this.
bool IsTaken(const ListenerOptions& options);

// IsOwner returns whether a process of user `peer` may use the unix socket of a server that runs as
// user `own`: the same user, or root.
constexpr bool IsOwner(unsigned peer, unsigned own) { return peer == own || peer == 0; }

// AcceptOutcome is the result of AcceptFrom. Without a connection and with `again` false, either
// none is pending, or the kernel lacks resources: `error` is then an errno such as EMFILE and the
// connection stays in the queue. `again` means that the pending connection was already aborted, or
// that its user may not use the listener, and the next one may be tried.
struct AcceptOutcome {
  std::optional<Accepted> accepted;
  bool again = false;
  int error = 0;
};
// AcceptFrom accepts the next pending connection; `shared` is ListenerOptions::shared.
AcceptOutcome AcceptFrom(const Socket& listener, bool shared = false);

}  // namespace bearward::http
