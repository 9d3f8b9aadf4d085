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
};

// ClaimFacts is all that a claims writer may use.
struct ClaimFacts {
  const Subject& subject;
  const model::Session& session;
  model::TokenUse use;
  std::string_view issuer;
  base::Time issued_at;
  base::Time expires_at;
};

// ReadFacts is what a verified JWT says about itself.
struct ReadFacts {
  model::SessionId session;
  std::int64_t generation = 0;
  model::TokenUse use = model::TokenUse::kAccess;
  base::Time expires_at;
  std::optional<base::Time> not_before;
};

// WriteWorkMobileClaims and its neighbours are the writers and readers of the profiles; profiles.cc
// names them in its rows. A reader refuses
// ("malformed_claims") when a claim that its writer always writes is missing, has another type, or
// names another issuer or audience than `issuer` and `environment` (incident class A3).
void WriteWorkMobileClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkSpanClaims(json::Writer& writer, const ClaimFacts& facts);
void WriteWorkOsClientClaims(json::Writer& writer, const ClaimFacts& facts);
base::Result<ReadFacts> ReadWorkMobileClaims(const json::Value& payload, std::string_view issuer,
                                             const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkSpanClaims(const json::Value& payload, std::string_view issuer,
                                           const model::EnvironmentId& environment);
base::Result<ReadFacts> ReadWorkOsClientClaims(const json::Value& payload, std::string_view issuer,
                                               const model::EnvironmentId& environment);

// WorkMobileEnvironmentHint and its neighbour find the environment in a payload that is not yet
// verified, for the profiles whose header has no kid. Good for choosing a key to try, and for
// nothing else.
std::optional<model::EnvironmentId> WorkMobileEnvironmentHint(const json::Value& payload);
std::optional<model::EnvironmentId> WorkSpanEnvironmentHint(const json::Value& payload);

}  // namespace bearward::token
