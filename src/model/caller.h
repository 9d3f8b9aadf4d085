// Caller: the verified answer to "who is asking". Only the verifier can make one, so a verb that
// takes a Caller cannot be reached without a verdict.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "model/ids.h"
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
};

// CredentialKindName gives "jwt", "reference_token", "api_key", "basic", "integrator".
std::string_view CredentialKindName(CredentialKind kind);

// Principal is who is asking, as facts. It is shared by the verdict cache and is never changed.
struct Principal {
  EnvironmentId environment;
  std::string environment_name;
  // organization is empty for an environment's own key, which is bound to none.
  OrganizationId organization;
  std::int64_t organization_number = 0;
  std::string organization_name;
  SubjectKind subject_kind = SubjectKind::kUser;
  std::string subject_id;
  std::int64_t subject_number = 0;
  CredentialKind credential = CredentialKind::kReference;
  // credential_id is the id of the session or key that may be revoked; empty for passwords.
  std::string credential_id;
  std::string profile;                   // token profile of a session, else empty
  std::vector<std::string> permissions;  // sorted; "*" holds all
  std::vector<std::string> roles;        // slugs, sorted
  std::string access_profile;            // of an application
  std::optional<base::Time> expires_at;  // none: until revoked

  bool operator==(const Principal&) const = default;
};

// HasPermission says whether the principal holds the permission, by itself or by "*".
bool HasPermission(const Principal& principal, std::string_view permission);

// CheckHoldsAll refuses (kDenied "exceeds_own_permissions") a principal that lacks one of the
// permissions: nobody gains rights by acting through somebody else (incident class I3).
base::Status CheckHoldsAll(const Principal& principal, const std::vector<std::string>& permissions);

// Caller is a Principal that the verifier has judged live for this request.
class Caller {
 public:
  const Principal& principal() const { return *principal_; }
  const Principal* operator->() const { return principal_.get(); }
  // AsActor names the caller in an event.
  Actor AsActor() const;

 private:
  friend class verify::Verifier;
  explicit Caller(std::shared_ptr<const Principal> principal) : principal_(std::move(principal)) {}
  std::shared_ptr<const Principal> principal_;
};

}  // namespace bearward::model
