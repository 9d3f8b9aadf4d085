// Client address: the address of the client that sent a request, also behind proxies.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"
#include "http/trusted_proxies.h"

namespace bearward::http {

// FindClientAddress returns the TCP peer. If the peer is a trusted proxy, it returns the last hop
// in X-Forwarded-For or Forwarded (RFC 7239) that is not a trusted proxy. Hops are read from the
// right, across all lines of the header, because only the right end was written by known proxies. A
// malformed, obfuscated ("_x") or "unknown" hop ends the search: the result is then the hop to its
// right, or the peer if there is none. If both headers are present and yield different addresses,
// the proxy did not write one of them: the result is the peer. The returned view refers to the
// request. Does not allocate.
std::string_view FindClientAddress(const Request& request, const TrustedProxies& trusted);

// ReadForwardedNode parses one node (RFC 7239 section 6) without quotes: an IPv4 address, or an
// IPv6 address with or without brackets. A port or obfuscated port is allowed and ignored. Returns
// the address as written; nullopt for any other text.
std::optional<std::string_view> ReadForwardedNode(std::string_view node);

}  // namespace bearward::http
