// Claims: what a JWT of each profile says, written and read. One pair of functions a profile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "json/reader.h"
#include "json/writer.h"
#include "model/caller.h"
#include "model/session.h"

namespace bearward::token {

// Subject is whom a token is for: the principal, and the two things that dialects print of it.
struct Subject {
  model::Principal principal;
  std::vector<std::string> role_names;  // as shown to people, in order of slug
  std::string client_id;                // of an application, or of the environment
  std::int64_t generation = 0;          // of an application
};

// ClaimFacts is all that a claims writer may use. A token that stands for no session has a
// `token_id`; its session then has no id, and the generation of its subject.
struct ClaimFacts {
  const Subject& subject;
  const model::Session& session;
  model::TokenUse use;
  std::string_view issuer;
  base::Time issued_at;
  base::Time expires_at;
  std::string_view token_id = {};
};

// ReadFacts is what a verified JWT says about itself. Without a session it says all there is to
// know: who it is for by `client_id`, what for by `scopes`, and its own name by `token_id`.
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

// IssuerOf names us in one environment, as its authorization server is called (RFC 8414); in the
// default one clients may know us by the base alone.
std::string IssuerOf(std::string_view base, const model::EnvironmentId& environment);
// IsOurName says whether a text is one of the two.
bool IsOurName(std::string_view text, std::string_view base,
               const model::EnvironmentId& environment);

// WriteWorkMobileClaims and its neighbours are the writers and readers of the profiles; profiles.cc
// names them in its rows. A reader refuses
// ("malformed_claims") when a claim that its writer always writes is missing, has another type, or
// names another issuer or audience than `issuer` and `environment` (incident class A3).
void WriteWorkMobileClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkSpanClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkOsClientClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteOauthClaims(json::Writer& writer, const ClaimFacts& facts);
base::Result<ReadFacts> ReadWorkMobileClaims(const json::Value& payload, std::string_view issuer,
                                             const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkSpanClaims(const json::Value& payload, std::string_view issuer,
                                           const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkOsClientClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadOauthClaims(const json::Value& payload, std::string_view issuer,
                                        const model::EnvironmentId& environment);

// WorkMobileEnvironmentHint and its neighbour find the environment in a payload that is not yet
// verified, for the profiles whose header has no kid. Good for choosing a key to try, and for
// nothing else.
std::optional<model::EnvironmentId> WorkMobileEnvironmentHint(const json::Value& payload);
std::optional<model::EnvironmentId> WorkSpanEnvironmentHint(const json::Value& payload);

}  // namespace bearward::token
