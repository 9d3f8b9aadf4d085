// Claims: writes and reads the claims of the JWTs. Each profile has one writer and one reader.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/words.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/caller.h"
#include "model/session.h"

namespace bearward::token {

// AccessClaims are claims of the access tokens of WorkOS' dialect that no decision of this server
// depends on (contracts: WorkOS section 4.2). sessions/access_claims.h loads them.
struct AccessClaims {
  std::vector<std::string> feature_flags;  // slugs of the flags that are on for the user
  json::Object custom;                     // by the JWT template of the environment
};

// IssuerForm is the form of the claim `iss` in the tokens of WorkOS' dialect: the URL of this
// server, the URL with a slash, or with /user_management/<client id> (contracts: WorkOS 4.2).
enum class IssuerForm : std::uint8_t { kUrl, kSlash, kClient };

// Subject is the subject of a token: the principal, and what the dialects print about it.
struct Subject {
  model::Principal principal;
  std::vector<std::string> roles = {};  // slugs, the one of the highest priority first
  AccessClaims claims = {};
  std::vector<std::string> role_names = {};  // display names, ordered by slug
  std::string client_id;                     // of an application, or of the environment
  std::int64_t generation = 0;               // of an application
};

// ClaimFacts is the input of a claims writer. A token without a session has a `token_id`; its
// `session` then has no id and contains the generation of the subject.
struct ClaimFacts {
  const Subject& subject;
  const model::Session& session;
  model::TokenUse use;
  std::string_view issuer;
  base::Time issued_at;
  base::Time expires_at;
  std::string_view token_id = {};
  IssuerForm issuer_form = IssuerForm::kUrl;
};

// ReadFacts are the claims of a verified JWT. A token without a session contains all facts itself:
// its subject is `client_id`, its rights are `scopes`, and its own id is `token_id`.
struct ReadFacts {
  model::SessionId session = {};
  std::int64_t generation = 0;
  model::TokenUse use = model::TokenUse::kAccess;
  base::Time expires_at;
  std::optional<base::Time> not_before;
  std::string token_id = {};
  std::string client_id = {};
  std::vector<std::string> scopes = {};
  std::vector<std::string> audiences = {};
};

// IssuerOf returns the issuer name of this server in one environment, as an authorization server
// (RFC 8414). In the default environment, clients may also use the base alone.
std::string IssuerOf(std::string_view base, const model::EnvironmentId& environment);
// IsOurName says whether a text is one of these two names.
bool IsOurName(std::string_view text, std::string_view base,
               const model::EnvironmentId& environment);

// WriteWorkMobileClaims and the functions below are the writers and readers of the profiles;
// profiles.cc names them in its rows. A reader refuses ("malformed_claims") a payload in which a
// claim that its writer always writes is missing or has another type, or which names another issuer
// or audience than `issuer` and `environment` (incident class A3).
void WriteWorkMobileClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkSpanClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkOsClientClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkOsWidgetClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteOauthClaims(json::Writer& writer, const ClaimFacts& facts);
base::Result<ReadFacts> ReadWorkMobileClaims(const json::Value& payload, std::string_view issuer,
                                             const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkSpanClaims(const json::Value& payload, std::string_view issuer,
                                           const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkOsClientClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkOsWidgetClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadOauthClaims(const json::Value& payload, std::string_view issuer,
                                        const model::EnvironmentId& environment);

// WorkMobileEnvironmentHint and WorkSpanEnvironmentHint find the environment in an unverified
// payload, for the profiles whose header has no kid. Use the result only to select the keys to try.
std::optional<model::EnvironmentId> WorkMobileEnvironmentHint(const json::Value& payload);
std::optional<model::EnvironmentId> WorkSpanEnvironmentHint(const json::Value& payload);

}  // namespace bearward::token

template <>
struct bearward::base::WordsOf<bearward::token::IssuerForm> {
  static constexpr std::array<std::string_view, 3> kWords = {"url", "slash", "client"};
};
