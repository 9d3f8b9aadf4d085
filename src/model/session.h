// Session: an authenticated principal, bound to one environment and one organization, with an
// expiry. Revoking a session revokes all its tokens at once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"

namespace bearward::model {

// SubjectKind is the kind of a subject: a person, an application of an organization, or the
// environment itself (by its own key).
enum class SubjectKind : std::uint8_t { kUser, kApplication, kEnvironment };

// AuthMethod is how a session was opened. kUnknown stands for methods that no vendor names, such as
// a token that a key of the environment issued, and for sessions of earlier releases.
enum class AuthMethod : std::uint8_t { kUnknown, kPassword, kMagicCode, kImpersonation };

// Impersonator is the user who acts as the subject of a session (docs/masquerade.md). `name` is its
// email address at the beginning of that session, or its username without one. `environment` is
// that of the user: an operator acts in another one than its own.
struct Impersonator {
  std::string id;
  EnvironmentId environment = {};
  std::string name;
  std::string reason;  // as the impersonator entered it

  bool operator==(const Impersonator&) const = default;
};

// Bounds restrict a token. Without `scopes` the token has all permissions of its subject; without
// `audiences` it is for this server.
struct Bounds {
  std::optional<std::vector<std::string>> scopes;
  std::vector<std::string> audiences;

  bool operator==(const Bounds&) const = default;
};

// Session is one sign-in and all refreshes of it. `generation` counts the refreshes. Only tokens of
// the current generation are live, so a refresh invalidates the previous access and refresh token.
struct Session {
  EnvironmentId environment;
  SessionId id;
  OrganizationId organization;
  SubjectKind subject_kind = SubjectKind::kUser;
  std::string subject_id;
  std::string profile;  // name of the token profile, for example "teletracker"
  std::int64_t generation = 0;
  base::Time created_at;
  base::Time rotated_at;
  base::Time expires_at;                         // of the current access token
  std::optional<base::Time> refresh_expires_at;  // of the current refresh token
  std::optional<base::Time> ended_at;
  // granted restricts the whole session, access the access token of this generation: a refresh may
  // request less, and the next refresh may request all of `granted` again (RFC 6749 section 6).
  Bounds granted = {};
  Bounds access = {};
  AuthMethod auth_method = AuthMethod::kUnknown;
  std::optional<std::string> ip_address = {};  // of the client at the sign-in
  std::optional<std::string> user_agent = {};
  // impersonator is set if another user acts as the subject. The session ends with the session
  // `impersonated_by` of that user.
  std::optional<Impersonator> impersonator = {};
  SessionId impersonated_by = {};
};

// TokenUse separates access tokens from refresh tokens; neither is accepted as the other.
enum class TokenUse : std::uint8_t { kAccess, kRefresh };

// TokenRecord maps the SHA-256 of a whole token to its session. It is stored for reference tokens
// and for every refresh token. Rows of previous generations are kept to detect reuse.
struct TokenRecord {
  EnvironmentId environment;
  base::Digest hash{};
  SessionId session;
  std::int64_t generation = 0;
  TokenUse use = TokenUse::kAccess;
  base::Time expires_at;
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::AuthMethod> {
  static constexpr std::array<std::string_view, 4> kWords = {"unknown", "password", "magic_code",
                                                             "impersonation"};
};

template <>
struct bearward::base::WordsOf<bearward::model::SubjectKind> {
  static constexpr std::array<std::string_view, 3> kWords = {"user", "application", "environment"};
};
