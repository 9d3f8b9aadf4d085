#include "http/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>

namespace bearward::http {
namespace {

using Addresses = std::unique_ptr<addrinfo, void (*)(addrinfo*)>;

// The address must be a literal, because a name could resolve to another host later.
Addresses Resolve(const ListenerOptions& options) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(options.port);
  if (::getaddrinfo(options.address.c_str(), port.c_str(), &hints, &found) != 0) found = nullptr;
  return {found, [](addrinfo* list) {
            if (list != nullptr) ::freeaddrinfo(list);
          }};
}

bool SetOn(int fd, int level, int option) {
  const int on = 1;
  return ::setsockopt(fd, level, option, &on, sizeof on) == 0;
}

// Mode of a unix socket: its user only.
constexpr mode_t kPrivate = 0600;
// Mode of a shared one: also its group.
constexpr mode_t kShared = 0660;
constexpr const char* kLoopback = "127.0.0.1";

base::Error ListenError(int error, const ListenerOptions& options) {
  const std::string where = options.path.empty()
                                ? options.address + " port " + std::to_string(options.port)
                                : options.path;
  if (error == EADDRINUSE) {
    return base::Conflict("address_in_use", "Another program listens on " + where + ".");
  }
  std::array<char, 128> text{};
  const char* said = error == 0 ? "it is not an IP address, or the path is too long"
                                : ::strerror_r(error, text.data(), 128);
  return base::Invalid("bad_address", "Cannot listen on " + where + ": " + said + ".");
}

Socket OpenFor(const addrinfo& address) {
  return Socket(::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// LocalName is the address of a socket, and its size.
struct LocalName {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
};

std::optional<LocalName> NameOf(const Socket& socket) {
  LocalName name;
  auto* const address = reinterpret_cast<sockaddr*>(&name.address);  // the API is untyped
  if (::getsockname(socket.fd(), address, &name.size) != 0) return std::nullopt;
  return name;
}

std::uint16_t PortOf(const Socket& socket) {
  const auto name = NameOf(socket);
  if (!name) return 0;
  const sockaddr_storage& local = name->address;
  const auto* six = reinterpret_cast<const sockaddr_in6*>(&local);  // its family says which
  const auto* four = reinterpret_cast<const sockaddr_in*>(&local);  // its family says which
  return ntohs(local.ss_family == AF_INET6 ? six->sin6_port : four->sin_port);
}

std::string PeerText(const sockaddr_storage& peer) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = &reinterpret_cast<const sockaddr_in*>(&peer)->sin_addr;
  int family = AF_INET;
  if (peer.ss_family == AF_INET6) {
    const in6_addr& six = reinterpret_cast<const sockaddr_in6*>(&peer)->sin6_addr;
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&six);
    bytes = mapped ? static_cast<const void*>(&six.s6_addr[12]) : &six;
    family = mapped ? AF_INET : AF_INET6;
  }
  return ::inet_ntop(family, bytes, text.data(), text.size()) == nullptr ? "" : text.data();
}

std::optional<sockaddr_un> UnixAddress(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return std::nullopt;
  path.copy(address.sun_path, path.size());
  return address;
}

// The mode is set before the socket has a name, so that it never has another one.
base::Result<std::pair<Socket, Endpoint>> ListenOnUnix(const ListenerOptions& options) {
  const auto address = UnixAddress(options.path);
  if (!address) return base::Fail(ListenError(0, options));
  Socket socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket.valid()) ::unlink(options.path.c_str());
  const auto* name = reinterpret_cast<const sockaddr*>(&*address);
  const bool listens =
      socket.valid() && ::fchmod(socket.fd(), options.shared ? kShared : kPrivate) == 0 &&
      ::bind(socket.fd(), name, sizeof *address) == 0 && ::listen(socket.fd(), SOMAXCONN) == 0;
  // The umask of the process removes bits of the mode at bind.
  const bool opened = listens && (!options.shared || ::chmod(options.path.c_str(), kShared) == 0);
  if (!opened) return base::Fail(ListenError(errno, options));
  return std::pair(std::move(socket), Endpoint{options.path, 0});
}

bool AcceptsConnections(const Socket& socket) {
  int accepts = 0;
  socklen_t size = sizeof accepts;
  return ::getsockopt(socket.fd(), SOL_SOCKET, SO_ACCEPTCONN, &accepts, &size) == 0 && accepts != 0;
}

// PathOf returns the path of a unix socket; an abstract name has a zero byte in place of the "@".
std::string PathOf(const LocalName& local) {
  const auto& un = reinterpret_cast<const sockaddr_un&>(local.address);  // its family says so
  const std::size_t head = std::min<std::size_t>(local.size, offsetof(sockaddr_un, sun_path));
  std::string path(un.sun_path, local.size - head);
  if (path.starts_with('\0')) path.front() = '@';
  return path.substr(0, path.find('\0'));
}

// The duplicate shares the queue of connections with the socket, and its non-blocking mode.
base::Result<std::pair<Socket, Endpoint>> ListenOnInherited(const ListenerOptions& options) {
  Socket socket(::fcntl(options.inherited, F_DUPFD_CLOEXEC, 0));
  const auto name = socket.valid() ? NameOf(socket) : std::nullopt;
  const sa_family_t family = name ? name->address.ss_family : sa_family_t{AF_UNSPEC};
  const bool is_tcp = family == AF_INET || family == AF_INET6;
  const bool expected = options.shared ? family == AF_UNIX : is_tcp;
  if (!expected || !AcceptsConnections(socket) || ::fcntl(socket.fd(), F_SETFL, O_NONBLOCK) != 0) {
    const char* const kind = options.shared ? "unix" : "TCP";
    return base::Fail(base::Invalid("bad_address", "Descriptor " +
                                                       std::to_string(options.inherited) +
                                                       " is no listening " + kind + " socket."));
  }
  if (options.shared) return std::pair(std::move(socket), Endpoint{PathOf(*name), 0});
  const std::uint16_t port = PortOf(socket);
  return std::pair(std::move(socket), Endpoint{PeerText(name->address), port});
}

// OwnerText returns "uid:NUMBER" of the process at the other end of a unix socket; nullopt if its
// user may not use the listener, or is unknown.
std::optional<std::string> OwnerText(const Socket& socket) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(socket.fd(), SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  if (!IsOwner(peer.uid, ::geteuid())) return std::nullopt;
  return "uid:" + std::to_string(peer.uid);
}

// NoConnection classifies the errors of accept: a network error that occurred on a connection
// before it was accepted concerns only that connection (accept(2)).
AcceptOutcome NoConnection(int error) {
  switch (error) {
    case EAGAIN:
      return {};
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      return {std::nullopt, false, error};
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
      return {};  // the listener is closed
    default:
      return {std::nullopt, true};
  }
}

}  // namespace

void Socket::Close() {
  if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

base::Result<std::pair<Socket, Endpoint>> ListenOn(const ListenerOptions& options) {
  if (!options.path.empty()) return ListenOnUnix(options);
  if (options.inherited >= 0) return ListenOnInherited(options);
  const Addresses address = Resolve(options);
  if (!address) return base::Fail(ListenError(0, options));
  Socket socket = OpenFor(*address);
  const bool listens = socket.valid() && SetOn(socket.fd(), SOL_SOCKET, SO_REUSEADDR) &&
                       SetOn(socket.fd(), SOL_SOCKET, SO_REUSEPORT) &&
                       ::bind(socket.fd(), address->ai_addr, address->ai_addrlen) == 0 &&
                       ::listen(socket.fd(), SOMAXCONN) == 0;
  if (!listens) return base::Fail(ListenError(errno, options));
  const std::uint16_t port = PortOf(socket);
  return std::pair(std::move(socket), Endpoint{options.address, port});
}

bool IsTaken(const ListenerOptions& options) {
  if (!options.path.empty() || options.inherited >= 0) return false;
  const Addresses address = Resolve(options);
  if (!address || options.port == 0) return false;
  const Socket probe = OpenFor(*address);
  if (!probe.valid() || !SetOn(probe.fd(), SOL_SOCKET, SO_REUSEADDR)) return false;
  return ::bind(probe.fd(), address->ai_addr, address->ai_addrlen) != 0 && errno == EADDRINUSE;
}

AcceptOutcome AcceptFrom(const Socket& listener, bool shared) {
  sockaddr_storage peer{};
  socklen_t size = sizeof peer;
  Socket socket(::accept4(listener.fd(), reinterpret_cast<sockaddr*>(&peer), &size,
                          SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket.valid()) return NoConnection(errno);
  if (peer.ss_family == AF_UNIX && shared) return {Accepted{std::move(socket), kLoopback}, true};
  if (peer.ss_family == AF_UNIX) {
    auto owner = OwnerText(socket);
    if (!owner) return {std::nullopt, true};
    return {Accepted{std::move(socket), *std::move(owner)}, true};
  }
  SetOn(socket.fd(), IPPROTO_TCP, TCP_NODELAY);
  return {Accepted{std::move(socket), PeerText(peer)}, true};
}

}  // namespace bearward::http
