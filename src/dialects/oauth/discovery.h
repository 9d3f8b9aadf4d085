// Discovery: what a server says about itself to those who have not met it yet. Only what works is
// named.
#pragma once

#include <string>

#include "dialects/oauth/server.h"

namespace bearward::dialects::oauth {

// WriteMetadata gives the authorization server's document (RFC 8414 section 2).
std::string WriteMetadata(const Server& server);

// WriteResourceMetadata gives the document of our own API as a protected resource (RFC 9728 section
// 2), whose authorization server we are.
std::string WriteResourceMetadata(const Server& server);

}  // namespace bearward::dialects::oauth
