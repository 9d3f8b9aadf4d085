// RedirectUris and CorsOrigins: where a sign-in may return to, and which pages may call the API.
#pragma once

#include "model/cors_origin.h"
#include "model/redirect_uri.h"
#include "resource/verbs.h"

namespace bearward::environments {

// RedirectUris adds the rules of redirect URIs to the verbs. It is safe from any thread. Only the
// environment's key may perform its operations. A URI of an environment that is not a sandbox must
// be https or a loopback address: kInvalid "invalid_value". Deleting the default one while there
// are others is kConflict "default_redirect_uri".
class RedirectUris : public resource::VerbsOf<model::RedirectUri> {
 public:
  explicit RedirectUris(const resource::Parts& parts);
};

// CorsOrigins does the same for the origins of web pages.
class CorsOrigins : public resource::VerbsOf<model::CorsOrigin> {
 public:
  explicit CorsOrigins(const resource::Parts& parts);
};

}  // namespace bearward::environments
