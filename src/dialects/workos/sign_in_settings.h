// Routes of redirect URIs, CORS origins and the JWT template (contracts: WorkOS section 4.14).
#pragma once

#include <vector>

#include "door/rest.h"
#include "environments/jwt_templates.h"
#include "environments/sign_in_settings.h"

namespace bearward::dialects::workos {

// SignInSettings are the dependencies of the routes; they must outlive them.
struct SignInSettings {
  const environments::RedirectUris& redirect_uris;
  const environments::CorsOrigins& cors_origins;
  const environments::JwtTemplates& jwt_templates;
};

// SignInSettingRoutes returns the routes.
std::vector<door::Route> SignInSettingRoutes(const SignInSettings& uses, const door::Mount& mount);

}  // namespace bearward::dialects::workos
