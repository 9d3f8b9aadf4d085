#include "gateway/families.h"

namespace bearward::gateway {
namespace {

constexpr Family kFamilies[] = {
    // nginx relays 2xx, 401 and 403 of a subrequest and turns every other status into a 500.
    {.name = "nginx",
     .prefix = "/gateway/nginx",
     .method = http::Method::kGet,
     .pattern = "/gateway/nginx/{policy}",
     .read = ReadNginx,
     .masks_status = true,
     .removes_credential = false,
     .operation = "gateway.nginx",
     .summary = "Decide about a request for nginx's auth_request"},
    {.name = "forward-auth",
     .prefix = "/gateway/forward-auth",
     .method = http::Method::kGet,
     .pattern = "/gateway/forward-auth/{policy}",
     .read = ReadForwardAuth,
     .masks_status = false,
     .removes_credential = false,
     .operation = "gateway.forward_auth",
     .summary = "Decide about a request for Traefik, Caddy and HAProxy"},
    {.name = "envoy",
     .prefix = "/gateway/envoy",
     .method = http::Method::kAny,
     .pattern = "/gateway/envoy/{policy}/{rest*}",
     .read = ReadEnvoy,
     .masks_status = false,
     .removes_credential = true,
     .operation = "gateway.envoy",
     .summary = "Decide about a request for Envoy's HTTP ext_authz"},
};

}  // namespace

std::span<const Family> Families() { return kFamilies; }

}  // namespace bearward::gateway
