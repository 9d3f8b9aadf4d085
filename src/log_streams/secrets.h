// Secrets: what a stream authenticates itself with.
#pragma once

#include "base/secret.h"

namespace bearward::log_streams {

// Secrets are those of one stream. `secret` is the member of that name; `headers` are further lines
// such as "X-Api-Key: ...", separated by line breaks. Each is empty if the stream has none.
struct Secrets {
  base::Secret secret;
  base::Secret headers;
};

}  // namespace bearward::log_streams
