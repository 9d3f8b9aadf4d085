// WorkSpan's routes: tokens for Application Users, and objects under the full access rule.
#pragma once

#include <string>
#include <vector>

#include "dialects/workspan/dialect.h"
#include "door/route.h"
#include "grant/grant.h"
#include "objects/objects.h"
#include "verify/verifier.h"

namespace bearward::dialects::workspan {

// Uses are the dependencies of the routes; all of them must outlive the routes.
struct Uses {
  grant::Grant& grant;
  verify::Verifier& verifier;
  objects::Objects& objects;
  // redirect_uris are the only URIs that the dummy authorization step redirects to, compared
  // exactly (incident class C1).
  std::vector<std::string> redirect_uris;
};

// kConnectorRedirect is the redirect URI of the vendor's one published connector.
inline constexpr std::string_view kConnectorRedirect =
    "https://global.consent.azure-apim.net/redirect";

// Routes returns the dialect's routes; `dialects` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
