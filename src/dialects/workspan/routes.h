// WorkSpan's rows: tokens for Application Users, and objects under the full rule of access.
#pragma once

#include <string>
#include <vector>

#include "dialects/workspan/dialect.h"
#include "door/route.h"
#include "grant/grant.h"
#include "objects/objects.h"

namespace bearward::dialects::workspan {

// Uses is what the rows call; all of it must outlive them.
struct Uses {
  grant::Grant& grant;
  objects::Objects& objects;
  // redirect_uris are the only places that the dummy authorization step sends a browser to,
  // compared exactly (incident class C1).
  std::vector<std::string> redirect_uris;
};

// kConnectorRedirect is where the vendor's one published connector asks to be sent.
inline constexpr std::string_view kConnectorRedirect =
    "https://global.consent.azure-apim.net/redirect";

// Routes gives the dialect's rows; `dialects` must outlive them.
std::vector<door::Route> Routes(const Uses& uses, const Dialects& dialects);

}  // namespace bearward::dialects::workspan
