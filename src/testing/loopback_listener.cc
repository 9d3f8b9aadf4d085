#include "testing/loopback_listener.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

namespace bearward::testing {

// A write to a connection that the other side has closed is an error, as in the server, and not the
// end of the process.
LoopbackListener::LoopbackListener() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  ::signal(SIGPIPE, SIG_IGN);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  auto* const any = reinterpret_cast<sockaddr*>(&address);  // as bind(2) requires
  socklen_t size = sizeof address;
  ::bind(socket_, any, size);
  ::listen(socket_, SOMAXCONN);
  ::getsockname(socket_, any, &size);
  port_ = ntohs(address.sin_port);
}

LoopbackListener::~LoopbackListener() { ::close(socket_); }

int LoopbackListener::Accept() const { return ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC); }

void LoopbackListener::Shutdown() const { ::shutdown(socket_, SHUT_RDWR); }

}  // namespace bearward::testing
