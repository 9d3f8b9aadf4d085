// Caller: the verified answer to "who is asking". Only the verifier can make one, so a verb that
// takes a Caller cannot be reached without a verdict.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/inline_text.h"
#include "base/result.h"
#include "base/shared.h"
#include "base/short_text.h"
#include "base/text_set.h"
#include "base/time.h"
#include "model/application.h"
#include "model/event.h"
#include "model/ids.h"
#include "model/rate_limit.h"
#include "model/session.h"

namespace bearward::verify {
class Verifier;
}

namespace bearward::model {

// CredentialKind says what was presented.
enum class CredentialKind : std::uint8_t {
  kJwt,
  kReference,
  kApiKey,
  kBasic,
  kIntegrator,
  kClientSecret,
  kClientAssertion,
};

// CredentialKindName gives "jwt", "reference_token", "api_key", "basic", "integrator",
// "client_secret", "client_assertion".
std::string_view CredentialKindName(CredentialKind kind);

// ProfileSet is a set of token profiles, one bit each; token/profiles.h gives each its bit.
using ProfileSet = std::uint16_t;
inline constexpr ProfileSet kAnyProfile = 0xffff;

// ClientTerms is what an application that shows who it is may ask tokens for.
struct ClientTerms {
  TokenFormat token_format = TokenFormat::kJwt;
  bool refresh_tokens = false;
  std::vector<std::string> audiences;
  std::int64_t generation = 0;

  bool operator==(const ClientTerms&) const = default;
};

// Audience is whom a token is for, when it says so; `ours` when we are among them.
struct Audience {
  std::vector<std::string> names;
  bool ours = true;

  bool operator==(const Audience&) const = default;
};

// Principal is who is asking, as facts that all credentials of one subject in one standing have in
// common. It is shared by the verdict cache and is never changed.
struct Principal {
  // What every verdict looks at comes first, and then what a gateway is told, in one piece: of many
  // principals most are in no cache of the processor. What many have in common is kept once.
  CredentialKind credential = CredentialKind::kReference;
  SubjectKind subject_kind = SubjectKind::kUser;
  ProfileSet profile_bit = 0;  // of the token profile of a session, else 0
  base::TextSet permissions;   // "*" holds all
  // limits are the rate limits that the principal is under: that of the organization, of the
  // application, of the API key, where they have one.
  std::vector<AppliedLimit> limits;
  base::Shared<Audience> audience;  // of a token that names one
  base::Common<EnvironmentId> environment;
  base::TextSet roles;  // slugs
  // username, email and full_name are for people to read; a machine has its client id, or the name
  // of its environment, for a username.
  base::InlineText<24> username;
  base::InlineText<40> email;
  base::InlineText<32> full_name;
  base::InlineText<32> subject_id;
  std::int64_t subject_number = 0;
  std::string profile;  // token profile of a session, else empty
  std::string environment_name;
  // organization is empty for an environment's own key, which is bound to none.
  base::Common<OrganizationId> organization;
  std::int64_t organization_number = 0;
  std::string organization_name;
  std::string access_profile;        // of an application
  base::Shared<ClientTerms> client;  // of an application that shows its secret or assertion

  bool operator==(const Principal&) const = default;
};

// HasPermission says whether the principal holds the permission, by itself or by "*".
bool HasPermission(const Principal& principal, std::string_view permission);

// CredentialFacts is what sets one credential of a principal apart from its others. `id` is that of
// the session, key or client secret that may be revoked, empty for passwords; without `expires_at`
// it lives until it is revoked. Copying it allocates nothing.
struct CredentialFacts {
  base::ShortText<39> id;
  std::optional<base::Time> expires_at;

  bool operator==(const CredentialFacts&) const = default;
};

// Caller is a Principal that the verifier has judged live for this request, by this credential.
class Caller {
 public:
  const Principal& principal() const { return *principal_; }
  const Principal* operator->() const { return principal_.get(); }
  // credential_id is the id of the session, key or client secret; empty for passwords.
  std::string_view credential_id() const { return credential_.id.view(); }
  // expires_at is when the credential ends by itself; none: not before it is revoked.
  const std::optional<base::Time>& expires_at() const { return credential_.expires_at; }
  // SetOrigin tells where the request came from. `origin` must live as long as the request; the
  // door sets it before a row runs that may change something.
  void SetOrigin(const Origin& origin) { origin_ = &origin; }
  // origin is empty where none was set.
  const Origin& origin() const;
  // AsActor names the caller, the credential and the origin in an event.
  Actor AsActor() const;

 private:
  friend class verify::Verifier;
  Caller(std::shared_ptr<const Principal> principal, const CredentialFacts& credential)
      : principal_(std::move(principal)), credential_(credential) {}
  std::shared_ptr<const Principal> principal_;
  CredentialFacts credential_;
  const Origin* origin_ = nullptr;
};

}  // namespace bearward::model
