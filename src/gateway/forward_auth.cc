// Traefik, Caddy and HAProxy: the five X-Forwarded-* headers, which they set over the client's.
#include "gateway/families.h"
#include "gateway/header_set.h"
#include "gateway/target.h"

namespace bearward::gateway {

base::Result<AskedFor> ReadForwardAuth(const http::Request& request, std::string_view) {
  AskedFor asked;
  std::string_view uri;
  std::string_view hops;
  const WantedHeader wanted[] = {{"X-Forwarded-Method", &asked.method, true},
                                 {"X-Forwarded-Proto", &asked.proto, true},
                                 {"X-Forwarded-Host", &asked.host, true},
                                 {"X-Forwarded-Uri", &uri, true},
                                 {"X-Forwarded-For", &hops},
                                 {"Authorization"},
                                 {"X-Api-Key"}};
  BW_TRY(ReadHeaders(request.headers, wanted));
  // An invalid target leaves an empty path, which CheckAsked refuses.
  asked.path = ReadUri(uri).value_or("");
  asked.client = LastHop(hops);
  BW_TRY(CheckAsked(asked));
  return asked;
}

}  // namespace bearward::gateway
