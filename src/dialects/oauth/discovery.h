// Discovery: the metadata documents of an authorization server. They list supported features only.
#pragma once

#include <cstdint>
#include <string>

#include "dialects/oauth/server.h"

namespace bearward::dialects::oauth {

// Metadata says which kind of document is written: OpenID Connect clients require more members.
enum class Metadata : std::uint8_t { kOauth, kOpenId };

// WriteMetadata writes the authorization server metadata (RFC 8414 section 2; OpenID Connect
// Discovery 1.0 section 3).
std::string WriteMetadata(const Server& server, Metadata kind);

// ResourceMetadataUrl returns the URL of the metadata document of our own API (RFC 9728 section
// 3.1).
std::string ResourceMetadataUrl(const Site& site);

// WriteResourceMetadata writes the metadata of our own API as a protected resource (RFC 9728
// section 2). It names this server as the authorization server.
std::string WriteResourceMetadata(const Server& server);

}  // namespace bearward::dialects::oauth
