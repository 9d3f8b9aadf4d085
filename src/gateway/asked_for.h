// AskedFor: the request of the proxy's client, independent of the header family.
#pragma once

#include <string_view>

#include "base/result.h"

namespace bearward::gateway {

// AskedFor holds views of the gateway request. `path` has no query, because no policy reads the
// query.
struct AskedFor {
  std::string_view method;
  std::string_view path;
  std::string_view host;
  std::string_view proto;   // "http", "https", "ws", "wss"; empty if Envoy does not send it
  bool plain_path = false;  // model::IsPlainPath; else the policy must allow the form
  std::string_view client;  // the address next to the proxy, for the log only; empty if unknown
};

// CheckAsked fails with kInvalid on ambiguous values: "malformed_method" if the method is not a
// token, "malformed_host", "malformed_proto", and "ambiguous_path" for an empty path. It sets
// plain_path; the policy decides whether other forms are allowed.
base::Status CheckAsked(AskedFor& asked);

}  // namespace bearward::gateway
