// Client address: the address of the client of a request, also behind proxies.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.h"
#include "http/trusted_proxies.h"

namespace bearward::http {

// FindClientAddress returns the TCP peer, or, if the peer is a trusted proxy, the last hop that is
// not a trusted proxy in X-Forwarded-For or Forwarded (RFC 7239). Hops are read from the right,
// over all lines of the header, because only the right end was written by proxies that are known. A
// malformed, hidden ("_x") or "unknown" hop ends the reading: the result is then the hop to the
// right of it, or the peer. If both headers are there and lead to different addresses, one of them
// was not written by the proxy: the result is the peer. The view is of the request. Does not
// allocate.
std::string_view FindClientAddress(const Request& request, const TrustedProxies& trusted);

// ReadForwardedNode reads one node (RFC 7239 section 6) without quotes: an address, an IPv6 one
// with or without brackets, and a port or obfuscated port, which are ignored. Returns the address
// as written; nullopt for everything else.
std::optional<std::string_view> ReadForwardedNode(std::string_view node);

}  // namespace bearward::http
