#include "egress/stream_connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "base/boot_clock.h"
#include "egress/checked_socket.h"
#include "egress/libcurl.h"

// Type-checking macros of the header would replace the loaded functions.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace bearward::egress {
namespace {

using std::chrono::milliseconds;

// A stop is noticed within this time.
constexpr milliseconds kSlice{100};
// Between two looks at the state of a connection, for which poll cannot wait.
constexpr milliseconds kLookInterval{5};

int CheckStop(void* stop, curl_off_t /*down*/, curl_off_t /*now*/, curl_off_t /*up*/,
              curl_off_t /*sent*/) {
  return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

// AddressIn writes the target as the URL that libcurl parses.
std::string AddressIn(const Url& target) {
  const bool is_ipv6 = target.host.contains(':');
  return std::string(target.encrypted ? "https://" : "http://") + (is_ipv6 ? "[" : "") +
         target.host + (is_ipv6 ? "]" : "") + ":" + std::to_string(target.port);
}

// Deadline bounds one operation: until `end` of base::BootTicks, or a stop.
class Deadline {
 public:
  Deadline(std::int64_t end, const std::stop_token& stop) : end_(end), stop_(stop) {}

  // Check fails after the end and after a stop.
  base::Status Check() const {
    if (stop_.stop_requested()) return base::Fail(base::Unavailable("stopped", "stopped"));
    if (base::BootTicks() >= end_) {
      return base::Fail(base::Unavailable("timed_out", "the receiver does not respond"));
    }
    return {};
  }
  // Await waits until the socket is ready for `events`.
  base::Status Await(int socket, short events) const {
    while (true) {
      BW_TRY(Check());
      pollfd entry{.fd = socket, .events = events, .revents = 0};
      if (::poll(&entry, 1, static_cast<int>(kSlice.count())) > 0) return {};
    }
  }

 private:
  const std::int64_t end_;
  const std::stop_token& stop_;
};

base::Status NotRead(std::string detail) {
  return base::Fail(base::Unavailable("not_read", std::move(detail)));
}

int TcpStateOf(int socket) {
  tcp_info info{};
  socklen_t size = sizeof info;
  return ::getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? info.tcpi_state : 0;
}

// ClosedFirst says whether the receiver closed its side before it knew of the end of this side, and
// has not acknowledged this end yet.
bool ClosedFirst(int socket) {
  const int state = TcpStateOf(socket);
  return state == TCP_CLOSING || state == TCP_LAST_ACK;
}

// AwaitAcknowledgement waits until the receiver, which has closed its side, acknowledges the end of
// this side. A receiver that closes without having read everything resets the connection instead.
// It looks repeatedly, because the system reports no event when the acknowledgement arrives.
base::Status AwaitAcknowledgement(int socket, const Deadline& deadline) {
  while (ClosedFirst(socket)) {
    BW_TRY(deadline.Check());
    std::this_thread::sleep_for(kLookInterval);
  }
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &size);
  return error == 0 ? base::Status() : NotRead("the connection was reset");
}

// AwaitEnd discards what the receiver sends, until it closes its side.
base::Status AwaitEnd(int socket, const Deadline& deadline) {
  std::array<char, 4096> bytes{};
  while (true) {
    BW_TRY(deadline.Check());
    const ssize_t count = ::recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (count == 0) return {};
    if (count > 0 || errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return NotRead("the connection was reset");
    BW_TRY(deadline.Await(socket, POLLIN));
  }
}

// Peeked is what is next on a socket.
enum class Peeked : std::uint8_t { kBytes, kNothing, kEnd, kFailure };

// Peek looks below TLS, because the BIO of libcurl reports an end and a reset alike.
Peeked Peek(int socket) {
  char byte = 0;
  const ssize_t count = ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count > 0) return Peeked::kBytes;
  if (count == 0) return Peeked::kEnd;
  return errno == EAGAIN || errno == EWOULDBLOCK ? Peeked::kNothing : Peeked::kFailure;
}

// AwaitTlsEnd reads until the receiver ends the TLS connection, with close_notify or by closing
// the connection below it. An alert means that it refused what it got.
base::Status AwaitTlsEnd(SSL* tls, int socket, const Deadline& deadline) {
  // Each call reads one record, so that a close that follows a session ticket is seen by Peek.
  SSL_clear_mode(tls, SSL_MODE_AUTO_RETRY);
  std::array<char, 4096> bytes{};
  while (true) {
    BW_TRY(deadline.Check());
    switch (Peek(socket)) {
      case Peeked::kEnd:
        return {};
      case Peeked::kFailure:
        return NotRead("the connection was reset");
      case Peeked::kNothing:
        BW_TRY(deadline.Await(socket, POLLIN));
        continue;
      case Peeked::kBytes:
        break;
    }
    ERR_clear_error();
    const int count = SSL_read(tls, bytes.data(), static_cast<int>(bytes.size()));
    const int error = SSL_get_error(tls, count);
    ERR_clear_error();
    if (error == SSL_ERROR_ZERO_RETURN) return {};
    if (error != SSL_ERROR_NONE && error != SSL_ERROR_WANT_READ) {
      return NotRead("the TLS connection failed");
    }
  }
}

}  // namespace

// Handle is a connection that libcurl has made, so that names, addresses and certificates are
// treated as in HTTP requests. The time limit of its exchange begins with its construction.
class StreamConnection::Handle {
 public:
  Handle(const Curl& curl, const SenderSettings& settings)
      : curl_(curl),
        check_{settings.policy},
        end_(base::BootTicks() + std::chrono::nanoseconds(settings.limits.total).count()),
        easy_(curl.init(), curl.cleanup) {}

  base::Status Connect(const Url& target, const SenderSettings& settings,
                       const std::stop_token& stop) {
    const std::string address = AddressIn(target);
    const milliseconds longest = std::min(settings.limits.connect, settings.limits.total);
    const bool set =
        easy_ != nullptr && Set(CURLOPT_URL, address.c_str()) && Set(CURLOPT_CONNECT_ONLY, 1L) &&
        Set(CURLOPT_PROXY, "") && Set(CURLOPT_NOSIGNAL, 1L) && Set(CURLOPT_SSL_ENABLE_ALPN, 0L) &&
        Set(CURLOPT_OPENSOCKETFUNCTION, &OpenCheckedSocket) &&
        Set(CURLOPT_OPENSOCKETDATA, static_cast<void*>(&check_)) &&
        Set(CURLOPT_XFERINFOFUNCTION, &CheckStop) &&
        Set(CURLOPT_XFERINFODATA, static_cast<const void*>(&stop)) && Set(CURLOPT_NOPROGRESS, 0L) &&
        Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(longest.count())) &&
        (settings.ca_file.empty() || Set(CURLOPT_CAINFO, settings.ca_file.c_str()));
    if (!set) return base::Fail(base::Unavailable("libcurl", "libcurl refused an option"));
    if (const CURLcode code = curl_.perform(easy_.get()); code != CURLE_OK) {
      return base::Fail(TransferError(curl_, check_, code));
    }
    Set(CURLOPT_NOPROGRESS, 1L);  // `stop` does not outlive this call
    encrypted_ = target.encrypted;
    return {};
  }

  base::Status Send(std::string_view bytes, const std::stop_token& stop) {
    const Deadline deadline(end_, stop);
    while (!bytes.empty()) {
      BW_TRY(deadline.Check());
      std::size_t sent = 0;
      const CURLcode code = curl_.send(easy_.get(), bytes.data(), bytes.size(), &sent);
      bytes.remove_prefix(sent);
      if (code == CURLE_AGAIN) {
        BW_TRY(deadline.Await(Socket(), POLLOUT));
      } else if (code != CURLE_OK) {
        return base::Fail(base::Unavailable("not_sent", curl_.strerror(code)));
      }
    }
    return {};
  }

  base::Status Finish(const std::stop_token& stop) {
    const Deadline deadline(end_, stop);
    const int socket = Socket();
    SSL* const tls = encrypted_ ? Tls() : nullptr;
    if (encrypted_ && tls == nullptr) {
      return base::Fail(base::Unavailable("libcurl", "libcurl does not use OpenSSL"));
    }
    if (TcpStateOf(socket) != TCP_ESTABLISHED) return NotRead("the receiver closed first");
    if (tls != nullptr) SSL_shutdown(tls);
    if (::shutdown(socket, SHUT_WR) != 0) return NotRead("the connection was reset");
    if (tls != nullptr) BW_TRY(AwaitTlsEnd(tls, socket, deadline));
    BW_TRY(AwaitEnd(socket, deadline));
    // A receiver of TLS knows the end by close_notify, and may close before it has that of TCP.
    if (tls == nullptr && ClosedFirst(socket)) return NotRead("the receiver closed first");
    return AwaitAcknowledgement(socket, deadline);
  }

 private:
  template <class T>
  bool Set(CURLoption option, T value) {
    return curl_.setopt(easy_.get(), option, value) == CURLE_OK;
  }
  int Socket() const {
    curl_socket_t socket = CURL_SOCKET_BAD;
    curl_.getinfo(easy_.get(), CURLINFO_ACTIVESOCKET, &socket);
    return socket;
  }
  // Tls returns the connection of OpenSSL, nullptr if libcurl uses another library.
  SSL* Tls() const {
    curl_tlssessioninfo* info = nullptr;
    curl_.getinfo(easy_.get(), CURLINFO_TLS_SSL_PTR, &info);
    if (info == nullptr || info->backend != CURLSSLBACKEND_OPENSSL) return nullptr;
    return static_cast<SSL*>(info->internals);
  }

  const Curl& curl_;
  SocketCheck check_;
  const std::int64_t end_;  // base::BootTicks
  std::unique_ptr<CURL, decltype(Curl::cleanup)> easy_;
  bool encrypted_ = false;
};

StreamConnection::StreamConnection(std::unique_ptr<Handle> handle) : handle_(std::move(handle)) {}

StreamConnection::~StreamConnection() = default;

base::Result<std::unique_ptr<StreamConnection>> StreamConnection::Open(
    const Url& target, const SenderSettings& settings, const std::stop_token& stop) {
  BW_TRY_ASSIGN(const Curl* const curl, LoadCurl());
  auto handle = std::make_unique<Handle>(*curl, settings);
  BW_TRY(handle->Connect(target, settings, stop));
  return std::unique_ptr<StreamConnection>(new StreamConnection(std::move(handle)));
}

base::Status StreamConnection::Send(std::string_view bytes, const std::stop_token& stop) {
  return handle_->Send(bytes, stop);
}

base::Status StreamConnection::Finish(const std::stop_token& stop) { return handle_->Finish(stop); }

}  // namespace bearward::egress
