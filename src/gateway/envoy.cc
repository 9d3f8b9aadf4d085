// Envoy, Istio, Contour and Emissary over HTTP: the request line is the client's own, with our
// prefix before its path.
#include "gateway/families.h"
#include "gateway/header_set.h"
#include "gateway/target.h"

namespace bearward::gateway {

// Envoy sends X-Forwarded-Proto only if configured to, so it is optional; no decision uses it.
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
