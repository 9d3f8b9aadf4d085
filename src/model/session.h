// Session: a believed principal bound to one environment and one organization until a time. Every
// token stands for a session, so every token can be revoked at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "model/ids.h"

namespace bearward::model {

// SubjectKind says what acts: a person, a machine of an organization, or the environment's own key.
enum class SubjectKind : std::uint8_t { kUser, kApplication, kEnvironment };

// SubjectKindName and ParseSubjectKind translate to and from "user", "application", "environment".
std::string_view SubjectKindName(SubjectKind kind);
std::optional<SubjectKind> ParseSubjectKind(std::string_view name);

// Bounds limit what a token is good for. Without `scopes` it may whatever its subject may; without
// `audiences` it is for us.
struct Bounds {
  std::optional<std::vector<std::string>> scopes;
  std::vector<std::string> audiences;

  bool operator==(const Bounds&) const = default;
};

// Session is one sign-in and all refreshes of it. `generation` counts refreshes: only tokens of the
// current one live, so a refresh ends the pair before it.
struct Session {
  EnvironmentId environment;
  SessionId id;
  OrganizationId organization;
  SubjectKind subject_kind = SubjectKind::kUser;
  std::string subject_id;
  std::string profile;  // the token profile's name, for example "teletracker"
  std::int64_t generation = 0;
  base::Time created_at;
  base::Time rotated_at;
  base::Time expires_at;                         // of the current access token
  std::optional<base::Time> refresh_expires_at;  // of the current refresh token
  std::optional<base::Time> ended_at;
  // granted bounds the whole session, access the access token of this generation: a refresh may ask
  // for less, and the next one for all again (RFC 6749 section 6).
  Bounds granted = {};
  Bounds access = {};
};

// TokenUse tells an access token from a refresh token; neither serves as the other.
enum class TokenUse : std::uint8_t { kAccess, kRefresh };

// TokenRecord finds the session of a token by the SHA-256 of the whole string. Kept for reference
// tokens and for every refresh token; the row of an older generation stays to detect reuse.
struct TokenRecord {
  EnvironmentId environment;
  base::Digest hash{};
  SessionId session;
  std::int64_t generation = 0;
  TokenUse use = TokenUse::kAccess;
  base::Time expires_at;
};

}  // namespace bearward::model
