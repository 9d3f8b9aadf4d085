// Active: what is told about a token (RFC 7662 section 2.2, RFC 9701 section 5).
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

// WriteInactive writes {"active":false}, whatever the reason.
void WriteInactive(json::Writer& writer);

// WriteActive writes an access token or key that is live, `text` being the whole string. `iss`,
// `iat`, `nbf` and `jti` are a JWT's own. Extension members of ours: organization_id,
// environment_id, and sid, the session.
void WriteActive(json::Writer& writer, const model::Caller& caller, std::string_view text,
                 const Server& server);

// WriteActiveRefresh writes a refresh token by its session. It has no token_type, since it can be
// used at no resource.
void WriteActiveRefresh(json::Writer& writer, const model::Session& session,
                        const model::Caller& client, const Server& server);

// SignAnswer makes the JWT of RFC 9701 section 5 out of the text of an answer, for whoever asked.
// kUnavailable when the environment has no key that signs.
base::Result<std::string> SignAnswer(const token::Keys& keys, const Server& server,
                                     const model::Caller& asker, std::string_view answer,
                                     base::Time now);

}  // namespace bearward::dialects::oauth
