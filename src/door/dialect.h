// Dialect: what the door needs to know about one vendor's API besides its routes: where it is
// mounted, how it writes errors, and how a request names its environment.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/result.h"
#include "door/call.h"
#include "door/contract.h"
#include "door/reply.h"
#include "http/message.h"
#include "model/ids.h"

namespace bearward::door {

// MountPoint says which paths belong to a dialect.
struct MountPoint {
  // host limits the routes to requests for this host, in lower case and without a port; empty: any.
  std::string host = {};
  // prefixes are the paths whose 404 and 405 the dialect writes. The longest prefix that ends at a
  // path segment boundary wins.
  std::vector<std::string> prefixes = {};
  bool ignore_case = false;      // case-insensitive paths
  bool exact_paths = false;      // a trailing slash is significant
  bool answers_options = false;  // OPTIONS returns 204 without a body on each of its paths
};

// ErrorShape says how errors are written.
struct ErrorShape {
  // write is the error table. `call` may lack a path match and a caller. The door adds Retry-After,
  // Allow, Accept-Encoding, X-Request-Id, Cache-Control and, if `write` sets no WWW-Authenticate,
  // the challenge (challenge.h).
  std::function<Reply(const base::Error& error, const Call& call)> write = nullptr;
  // contents are the forms of the bodies that `write` writes; of static storage duration.
  std::span<const Content> contents = {};
  // realm of the challenges, a literal without quotes (RFC 9110 section 11.5).
  std::string_view realm = "bearward";
  // challenge_parameters follow the realm and the error, for example `resource_metadata="..."`.
  std::string challenge_parameters = {};
};

// EnvironmentFinder returns the environment that a request names; nullopt when it names none. It is
// called on the I/O thread and must not block. Empty: no request names one.
using EnvironmentFinder =
    std::function<base::Result<std::optional<model::EnvironmentId>>(const http::Request&)>;

// Dialect is one vendor's API.
struct Dialect {
  std::string_view name;
  MountPoint mount = {};
  // errors is the shape of its routes, unless a route has its own, and of its paths without a
  // route.
  ErrorShape errors = {};
  EnvironmentFinder environment = nullptr;
  bool always_request_id = false;  // on every response; else on errors and if sent
  bool judges_others = false;      // it decides on requests to another API
};

}  // namespace bearward::door
