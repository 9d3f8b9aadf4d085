// Caller: the authenticated principal of a request. Only the verifier can create one, so code that
// takes a Caller cannot run before the credential has been verified.
#pragma once

#include <array>
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
#include "base/words.h"
#include "model/client_terms.h"
#include "model/event.h"
#include "model/ids.h"
#include "model/rate_limit.h"
#include "model/session.h"

namespace bearward::verify {
class Verifier;
}

namespace bearward::model {

// CredentialKind is the kind of the presented credential.
enum class CredentialKind : std::uint8_t {
  kJwt,
  kReference,
  kApiKey,
  kBasic,
  kIntegrator,
  kClientSecret,
  kClientAssertion
};

// ProfileSet is a set of token profiles, one bit each; token/profiles.h assigns the bits.
using ProfileSet = std::uint16_t;
inline constexpr ProfileSet kAnyProfile = 0xffff;

// Principal is the authenticated subject: the facts that are equal for all credentials of one
// subject with the same session context. The verdict cache shares it between threads; it is
// immutable.
struct Principal {
  // Field order: first the fields that every verification reads, then, adjacent, those that a
  // gateway forwards, because most principals are not in the CPU cache. Values that many principals
  // have in common are stored once (Shared, Common).
  CredentialKind credential = CredentialKind::kReference;
  SubjectKind subject_kind = SubjectKind::kUser;
  ProfileSet profile_bit = 0;  // of the token profile of a session, else 0
  base::TextSet permissions;   // "*" stands for all
  // limits are the rate limits that apply to the principal: those of its organization, its
  // application and its API key, as far as they are set.
  std::vector<AppliedLimit> limits;
  base::Shared<Audience> audience;  // of a token that names an audience
  base::Common<EnvironmentId> environment;
  base::TextSet roles;  // slugs
  // username, email and full_name are for display. For a machine, username is its client id or the
  // name of its environment.
  base::InlineText<24> username;
  base::InlineText<40> email;
  base::InlineText<32> full_name;
  base::InlineText<32> subject_id;
  std::int64_t subject_number = 0;
  std::string profile;  // token profile of a session, else empty
  std::string environment_name;
  // organization is empty for a key of an environment, because such a key is bound to none.
  base::Common<OrganizationId> organization;
  std::int64_t organization_number = 0;
  std::string organization_name;
  std::string access_profile;        // of an application
  base::Shared<ClientTerms> client;  // of an application that presents its secret or assertion
  base::Shared<Impersonator> impersonator;  // the user who acts as the subject, if another one does

  bool operator==(const Principal&) const = default;
};

// HasPermission says whether the principal has the permission, directly or by "*".
bool HasPermission(const Principal& principal, std::string_view permission);

// CredentialFacts are the facts in which the credentials of one principal differ. `id` is the id of
// the revocable session, key or client secret; it is empty for passwords. Without `expires_at` the
// credential is valid until it is revoked. A copy allocates nothing.
struct CredentialFacts {
  base::ShortText<39> id;
  std::optional<base::Time> expires_at;

  bool operator==(const CredentialFacts&) const = default;
};

// Caller is a Principal together with the credential that the verifier has accepted for this
// request.
class Caller {
 public:
  const Principal& principal() const { return *principal_; }
  const Principal* operator->() const { return principal_.get(); }
  // credential_id returns the id of the session, key or client secret; empty for passwords.
  std::string_view credential_id() const { return credential_.id.view(); }
  // expires_at returns the time at which the credential expires; empty if it is valid until it is
  // revoked.
  const std::optional<base::Time>& expires_at() const { return credential_.expires_at; }
  // SetOrigin sets where the request came from, for events; `origin` must outlive the request.
  void SetOrigin(const Origin& origin) { origin_ = &origin; }
  // origin returns an empty origin if none was set.
  const Origin& origin() const;
  // AsActor returns the caller, the credential and the origin as the actor of an event.
  Actor AsActor() const;

 private:
  friend class verify::Verifier;
  Caller(std::shared_ptr<const Principal> principal, const CredentialFacts& credential,
         std::uint64_t epoch)
      : principal_(std::move(principal)), credential_(credential), epoch_(epoch) {}
  std::shared_ptr<const Principal> principal_;
  CredentialFacts credential_;
  std::uint64_t epoch_;  // of the revocations that the facts were checked against
  const Origin* origin_ = nullptr;
};

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::CredentialKind> {
  static constexpr std::array<std::string_view, 7> kWords = {
      "jwt",        "reference_token", "api_key",         "basic",
      "integrator", "client_secret",   "client_assertion"};
};
