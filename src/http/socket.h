// Socket: TCP sockets of the kernel, non-blocking and closed on exec. Internal to http.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "http/server.h"

namespace bearward::http {

// Socket owns a file descriptor and closes it in the end.
class Socket {
 public:
  Socket() = default;
  // Socket takes `fd` over; a negative one is no socket.
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket() { Close(); }

  int fd() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  // Close gives the descriptor back at once.
  void Close();

 private:
  int fd_ = -1;
};

// Accepted is a connection with the peer's IP address as text, an IPv4 one in its own form.
struct Accepted {
  Socket socket;
  std::string peer;
};

// ListenOn opens a listener that others of this program may stand beside (SO_REUSEPORT). The
// endpoint names the port that the kernel picked for port 0. Fails as Server::Listen does.
base::Result<std::pair<Socket, Endpoint>> ListenOn(const ListenerOptions& options);

// IsTaken says whether another program listens there. With SO_REUSEPORT a second program of the
// same user could take a part of the connections unnoticed; binding once without it finds out.
bool IsTaken(const ListenerOptions& options);

// AcceptOutcome is what AcceptFrom found. No socket and `again` false: there is none now, or, with
// `error` (an errno such as EMFILE), the kernel has no room for it and it stays in the queue.
// `again` says that the one that was there is gone already, and the next may be tried.
struct AcceptOutcome {
  std::optional<Accepted> accepted;
  bool again = false;
  int error = 0;
};
// AcceptFrom takes the next connection.
AcceptOutcome AcceptFrom(const Socket& listener);

}  // namespace bearward::http
