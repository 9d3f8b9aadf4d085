// AskedFor: what the client of a proxy asked for, whichever family of headers says so.
#pragma once

#include <string_view>

#include "base/result.h"

namespace bearward::gateway {

// AskedFor views the request that the proxy sent to us. `path` is without the query, which no
// policy reads.
struct AskedFor {
  std::string_view method;
  std::string_view path;
  std::string_view host;
  std::string_view proto;   // "http", "https", "ws", "wss"; empty where Envoy does not tell it
  bool plain_path = false;  // model::IsPlainPath; another one needs a policy that takes its forms
  std::string_view client;  // the address next to the proxy, for the log alone; empty if unknown
};

// CheckAsked refuses (kInvalid) what can be understood in two ways: "malformed_method" for no
// token, "malformed_host", "malformed_proto", and "ambiguous_path" for an empty path. It judges
// whether the path is plain, and leaves it to the policy what that means.
base::Status CheckAsked(AskedFor& asked);

}  // namespace bearward::gateway
