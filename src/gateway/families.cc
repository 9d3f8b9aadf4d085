#include "gateway/families.h"

namespace bearward::gateway {
namespace {

constexpr json::Property kRefusalMembers[] = {
    {"type", json::kText},   {"title", json::kText}, {"status", json::kInteger},
    {"detail", json::kText}, {"code", json::kText},  {"request_id", json::kText},
};
constexpr json::Schema kRefusal = json::ObjectOf(kRefusalMembers, "Refusal");
constexpr door::Content kRefusalForms[] = {{door::kProblemType, &kRefusal}};
constexpr door::Success kPass[] = {
    {200, "The request may pass. The headers of the response identify the caller."}};
constexpr door::Contract kMaskedContract = {.successes = kPass,
                                            .errors = door::kStatuses<401, 403>};
constexpr door::Contract kUnmaskedContract = {.successes = kPass,
                                              .errors = door::kStatuses<400, 401, 403, 429>};

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
     .summary = "Authorize a request for nginx (auth_request)",
     .contract = &kMaskedContract},
    {.name = "forward-auth",
     .prefix = "/gateway/forward-auth",
     .method = http::Method::kGet,
     .pattern = "/gateway/forward-auth/{policy}",
     .read = ReadForwardAuth,
     .masks_status = false,
     .removes_credential = false,
     .operation = "gateway.forward_auth",
     .summary = "Authorize a request for Traefik, Caddy or HAProxy",
     .contract = &kUnmaskedContract},
    {.name = "envoy",
     .prefix = "/gateway/envoy",
     .method = http::Method::kAny,
     .pattern = "/gateway/envoy/{policy}/{rest*}",
     .read = ReadEnvoy,
     .masks_status = false,
     .removes_credential = true,
     .operation = "gateway.envoy",
     .summary = "Authorize a request for Envoy (HTTP ext_authz)",
     .contract = &kUnmaskedContract},
};

}  // namespace

constinit const std::span<const door::Content> kErrors = kRefusalForms;

std::span<const Family> Families() { return kFamilies; }

}  // namespace bearward::gateway
