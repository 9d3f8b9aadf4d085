// nginx, Angie and ingress-nginx: the X-Original-* headers that the operator's configuration sets.
#include "gateway/families.h"
#include "gateway/header_set.h"
#include "gateway/target.h"

namespace bearward::gateway {

// nginx passes X-Forwarded-Method, -Proto, -Host and -Uri through as the client sent them, so they
// are ignored here.
base::Result<AskedFor> ReadNginx(const http::Request& request, std::string_view) {
  AskedFor asked;
  std::string_view url;
  std::string_view hops;
  const WantedHeader wanted[] = {{"X-Original-Method", &asked.method, true},
                                 {"X-Original-URL", &url, true},
                                 {"X-Forwarded-For", &hops},
                                 {"Authorization"},
                                 {"X-Api-Key"}};
  BW_TRY(ReadHeaders(request.headers, wanted));
  const auto target = ReadUrl(url);
  if (!target) {
    return base::Fail(base::Invalid("malformed_url", "X-Original-URL is malformed or ambiguous."));
  }
  asked.proto = target->proto;
  asked.host = target->host;
  asked.path = target->path;
  asked.client = LastHop(hops);
  BW_TRY(CheckAsked(asked));
  return asked;
}

}  // namespace bearward::gateway
