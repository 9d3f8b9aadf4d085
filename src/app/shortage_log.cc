#include "app/shortage_log.h"

#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "http/ip_address.h"

namespace bearward::app {
namespace {

using Kind = http::Shortage::Kind;

constexpr std::chrono::nanoseconds kInterval = std::chrono::seconds(10);

std::string_view ErrorText(int error) {
  const char* const name = ::strerrordesc_np(error);
  return name == nullptr ? "unknown error" : name;
}

}  // namespace

std::int64_t ShortageLog::Take(Kind kind) {
  const std::lock_guard lock(mutex_);
  Count& count = counts_[static_cast<std::size_t>(kind)];
  ++count.since_line;
  const std::int64_t now = clock_.Ticks();
  if (count.written && now < count.next_line) return 0;
  count.written = true;
  count.next_line = now + kInterval.count();
  return std::exchange(count.since_line, 0);
}

void ShortageLog::Note(const http::Shortage& shortage) {
  const std::int64_t refused = Take(shortage.kind);
  if (refused == 0) return;
  switch (shortage.kind) {
    case Kind::kConnections:
      return log_.Warn("connection closed: too many connections",
                       {{"address", shortage.peer},
                        {"setting", "limits.connections"},
                        {"limit", limits_.connections},
                        {"refused_since_last_line", refused}});
    case Kind::kConnectionsPerAddress:
      return log_.Warn("connection closed: too many connections from one address",
                       {{"address", http::AddressPrefix(shortage.peer)},
                        {"setting", "limits.connections_per_address"},
                        {"limit", limits_.connections_per_address},
                        {"refused_since_last_line", refused},
                        {"next", "If this is a proxy, add it to server.trusted_proxies."}});
    case Kind::kBodyMemory:
      return log_.Warn(
          "request refused or response not sent: no memory is left of limits.body_memory_bytes or "
          "of the address's quarter",
          {{"address", http::AddressPrefix(shortage.peer)},
           {"setting", "limits.body_memory_bytes"},
           {"limit", limits_.body_memory},
           {"refused_since_last_line", refused}});
    case Kind::kKernel:
      return log_.Error(
          "connections wait: they cannot be accepted for lack of descriptors or memory",
          {{"reason", ErrorText(shortage.error)},
           {"refused_since_last_line", refused},
           {"next", "Raise the limit of open files (RLIMIT_NOFILE)."}});
  }
}

}  // namespace bearward::app
