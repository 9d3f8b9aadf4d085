// TxtLookup: the TXT records of a name, by the resolver of the C library.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/ip_address.h"

namespace bearward::egress {

// ParseTxt returns the texts of the TXT records in the answer section of a DNS message (RFC 1035,
// section 4). The strings of one record are joined without a separator. The list is empty if the
// name does not exist (NXDOMAIN) or has no such record. kUnavailable "dns_unavailable" for a
// failure of the server, a truncated message, and bytes that are no response.
base::Result<std::vector<std::string>> ParseTxt(std::span<const std::uint8_t> message);

// Nameserver is the address of a DNS server.
struct Nameserver {
  http::IpAddress address;
  std::uint16_t port = 53;
};

// TxtLookup is safe from any thread. The name server is chosen by the operator, so the policy for
// addresses that clients choose does not apply to it.
class TxtLookup {
 public:
  // Without `server`, those of /etc/resolv.conf are asked. `wait` is for one server.
  explicit TxtLookup(std::optional<Nameserver> server,
                     std::chrono::seconds wait = std::chrono::seconds(2))
      : server_(server), wait_(wait) {}

  // Find blocks: every server is asked at most twice. Results of ParseTxt; kUnavailable
  // "dns_unavailable" also if no server answers, and "dns_busy" while kAtOnce lookups run.
  base::Result<std::vector<std::string>> Find(const std::string& name) const;

  // kAtOnce lookups may run at a time, so that slow name servers, which the owner of a domain
  // chooses, do not occupy all workers.
  static constexpr int kAtOnce = 4;

 private:
  const std::optional<Nameserver> server_;
  const std::chrono::seconds wait_;
  mutable std::atomic<int> running_ = 0;
};

}  // namespace bearward::egress
