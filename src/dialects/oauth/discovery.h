// Discovery: what a server says about itself to those who have not met it yet. Only what works is
// named.
#pragma once

#include <cstdint>
#include <string>

#include "dialects/oauth/server.h"

namespace bearward::dialects::oauth {

// Metadata says for whom the document is: OpenID Connect clients require more members.
enum class Metadata : std::uint8_t { kOauth, kOpenId };

// WriteMetadata writes the authorization server's document (RFC 8414 section 2; OpenID Connect
// Discovery 1.0 section 3).
std::string WriteMetadata(const Server& server, Metadata kind);

// ResourceMetadataUrl is where our own API's document is (RFC 9728 section 3.1).
std::string ResourceMetadataUrl(const Site& site);

// WriteResourceMetadata gives the document of our own API as a protected resource (RFC 9728 section
// 2), whose authorization server we are.
std::string WriteResourceMetadata(const Server& server);

}  // namespace bearward::dialects::oauth
