#include "egress/checked_socket.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>

namespace bearward::egress {
namespace {

struct Reason {
  CURLcode code;
  const char* reason;
};
constexpr Reason kReasons[] = {
    {CURLE_COULDNT_RESOLVE_HOST, "unknown_host"},   {CURLE_COULDNT_CONNECT, "not_connected"},
    {CURLE_OPERATION_TIMEDOUT, "timed_out"},        {CURLE_SSL_CONNECT_ERROR, "tls_failed"},
    {CURLE_PEER_FAILED_VERIFICATION, "tls_failed"}, {CURLE_SSL_CACERT_BADFILE, "tls_failed"},
    {CURLE_ABORTED_BY_CALLBACK, "stopped"},
};

std::optional<http::IpAddress> AddressOf(const curl_sockaddr& target) {
  http::IpAddress address;
  if (target.family == AF_INET6) {
    const auto& ipv6 = reinterpret_cast<const sockaddr_in6&>(target.addr);  // its family says so
    std::memcpy(address.bytes.data(), &ipv6.sin6_addr, address.bytes.size());
    return address;
  }
  if (target.family != AF_INET) return std::nullopt;
  const auto& ipv4 = reinterpret_cast<const sockaddr_in&>(target.addr);  // its family says so
  constexpr std::size_t kMapped = 10;  // IpAddress holds IPv4 addresses in their mapped form
  address.bytes[kMapped] = address.bytes[kMapped + 1] = 0xff;
  std::memcpy(address.bytes.data() + kMapped + 2, &ipv4.sin_addr, sizeof ipv4.sin_addr);
  return address;
}

}  // namespace

curl_socket_t OpenCheckedSocket(void* check, curlsocktype purpose, curl_sockaddr* target) {
  auto& state = *static_cast<SocketCheck*>(check);
  const auto address = AddressOf(*target);
  if (purpose != CURLSOCKTYPE_IPCXN || !address || !state.policy.Permits(*address)) {
    state.refused = true;
    return CURL_SOCKET_BAD;
  }
  state.permitted = true;
  return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

base::Error TransferError(const Curl& curl, const SocketCheck& check, CURLcode code) {
  const bool is_refused = check.refused && !check.permitted;
  if (is_refused && (code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT)) {
    return base::Denied("address_refused",
                        "The address of the receiver is not public. [egress] allow does not name "
                        "it.");
  }
  const auto* const row = std::ranges::find(kReasons, code, &Reason::code);
  return base::Unavailable(row == std::end(kReasons) ? "no_response" : row->reason,
                           curl.strerror(code));
}

}  // namespace bearward::egress
