// WorkSpan's routes: tokens for Application Users, and objects under the full access rule.
#pragma once

#include <string_view>
#include <vector>

#include "dialects/workspan/dialect.h"
#include "dialects/workspan/uses.h"
#include "door/route.h"

namespace bearward::dialects::workspan {

// kConnectorRedirect is the redirect URI of the vendor's one published connector.
inline constexpr std::string_view kConnectorRedirect =
    "https://global.consent.azure-apim.net/redirect";

// kCorsHeaders are the request headers of this dialect that pages may send: the environment.
inline constexpr std::string_view kCorsHeaders[] = {"x-ws-env"};

// Routes returns the dialect's routes; `dialects` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
