// Active: the introspection response for a token (RFC 7662 section 2.2, RFC 9701 section 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "dialects/oauth/server.h"
#include "json/writer.h"
#include "model/caller.h"
#include "model/session.h"
#include "token/keys.h"

namespace bearward::dialects::oauth {

// WriteInactive writes {"active":false}, the same for every reason.
void WriteInactive(json::Writer& writer);

// WriteActive writes the response for a live access token or key; `text` is the whole string.
// `iss`, `iat`, `nbf` and `jti` are copied from a JWT. Our extension members: organization_id,
// environment_id, and sid, the session.
void WriteActive(json::Writer& writer, const model::Caller& caller, std::string_view text,
                 const Server& server);

// WriteActiveRefresh writes the response for a live refresh token, from its session. It has no
// token_type, because a resource server does not accept refresh tokens.
void WriteActiveRefresh(json::Writer& writer, const model::Session& session,
                        const model::Caller& client, const Server& server);

// SignAnswer makes the JWT of RFC 9701 section 5 from a response text, with the asker as its
// audience. kUnavailable when the environment has no signing key.
base::Result<std::string> SignAnswer(token::Keys& keys, const Server& server,
                                     const model::Caller& asker, std::string_view answer,
                                     base::Time now);

}  // namespace bearward::dialects::oauth
