// The requests and results of the operations of Grant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/time.h"
#include "model/caller.h"

namespace bearward::grant {

// AccessRequest is the token request of an OAuth client. `issuer` is the issuer at the endpoint of
// the request. Without scopes it requests all that the client has; without resources the audience
// is this server.
struct AccessRequest {
  std::string issuer;
  std::optional<std::vector<std::string>> scopes;
  std::vector<std::string> resources;
};

// Access is the response to it. `scopes` are those that are granted and valid now.
struct Access {
  base::Secret token;
  base::Time expires_at;
  std::vector<std::string> scopes;
  std::optional<base::Secret> refresh;
};

// ClientClaim is a client id and a secret that a client presents.
struct ClientClaim {
  model::EnvironmentId environment;
  std::string client_id;
  base::Secret client_secret;
  model::Origin origin = {};  // of the request, for throttles and events
};

// RefreshRequest presents a refresh token. With `environment` it must belong to that environment.
// With `client` it must belong to that application, and the secret must be right; with `caller` the
// client was already authenticated (incident class B2). `access` may request less than was granted.
struct RefreshRequest {
  std::string_view profile;
  base::Secret refresh_token;
  std::optional<model::EnvironmentId> environment;
  std::optional<ClientClaim> client = {};
  std::optional<model::Caller> caller = {};
  AccessRequest access = {};
  model::Origin origin = {};  // of the events
  // organization switches the session of a user to this organization.
  std::optional<model::OrganizationId> organization = {};
};

// ImpersonationRequest asks to act as another user, in its home organization unless it names
// another one of its organizations.
struct ImpersonationRequest {
  model::UserId user;
  std::optional<model::OrganizationId> organization;
  std::string reason;
};

// SignOutRequest is the request of a browser, which has no credential. Who knows the id of a WorkOS
// sign-in may end it. `environment` is that of an unknown session.
struct SignOutRequest {
  model::SessionId session;
  std::optional<std::string> return_to;
  model::EnvironmentId environment;
  model::Origin origin = {};
};

// WidgetTokenRequest asks for a token of WorkOS' widgets: for a user in an organization with some
// of the widgets' permissions, or for a user without either.
struct WidgetTokenRequest {
  model::UserId user;
  std::optional<model::OrganizationId> organization = {};
  std::vector<std::string> scopes = {};
};

}  // namespace bearward::grant
