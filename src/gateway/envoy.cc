// Envoy, Istio, Contour and Emissary over HTTP: the request line is the client's own, with our
// prefix in front of its path.
#include "gateway/families.h"
#include "gateway/header_set.h"
#include "gateway/target.h"

namespace bearward::gateway {

// Envoy sends X-Forwarded-Proto only where its configuration lists it, and nothing hangs on it.
base::Result<AskedFor> ReadEnvoy(const http::Request& request, std::string_view rest) {
  AskedFor asked;
  std::string_view hops;
  const WantedHeader wanted[] = {{"Host", &asked.host, true},
                                 {"X-Forwarded-Proto", &asked.proto},
                                 {"X-Forwarded-For", &hops},
                                 {"Authorization"},
                                 {"X-Api-Key"}};
  BW_TRY(ReadHeaders(request.headers, wanted));
  asked.method = request.method_text;
  asked.path = rest;
  asked.client = LastHop(hops);
  BW_TRY(CheckAsked(asked));
  return asked;
}

}  // namespace bearward::gateway
