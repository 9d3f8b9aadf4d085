// Shared: the state common to all loops of a server. Internal to http.
#pragma once

#include <utility>

#include "base/clock.h"
#include "base/replaceable.h"
#include "http/admission.h"
#include "http/limits.h"
#include "http/server.h"

namespace bearward::http {

// Shared is the state common to all loops of a server.
struct Shared {
  Shared(ServerOptions served, const base::Clock& given)
      : options(std::move(served)),
        limits(options.limits),
        clock(given),
        admission(limits, options.exempt) {}

  const ServerOptions options;
  base::Replaceable<Limits> limits;  // options.limits until they are replaced
  const base::Clock& clock;
  Admission admission;
};

}  // namespace bearward::http
