// OrganizationKeys: the API keys of organizations and of users in them, for the customer's own API.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "model/organization_api_key.h"
#include "resource/verbs.h"
#include "verify/verifier.h"

namespace bearward::keys {

// Expiry is a new end of a key: a time, or at once without one, or never.
struct Expiry {
  std::optional<base::Time> at = {};
  bool never = false;
};

// OrganizationKeys adds the rules of these keys to the verbs. It is safe from any thread. A member
// with the permission "keys:manage" reads the keys of its organization, and creates, expires and
// deletes those of which it has every permission: kDenied "exceeds_own_permissions" (incident class
// I3). Only a caller that acts for the environment changes the keys of users. The row that Create
// returns has the value, which is shown once and not stored.
//
// Errors of Create: kNotFound "user_not_found"; kInvalid "membership_required" without an active
// membership of the user in the organization; kInvalid "invalid_permission" for a permission that
// does not exist, or that the user does not have there (incident class I3); kInvalid
// "invalid_value" for an expiry that is not in the future.
class OrganizationKeys : public resource::VerbsOf<model::OrganizationApiKey> {
 public:
  explicit OrganizationKeys(const resource::Parts& parts);

  // ValueOf returns an Also that copies the value of a new key, for the response.
  static Also ValueOf(std::shared_ptr<base::Secret> value);

  // Expire sets the end of a key that has not expired: kConflict "api_key_already_expired". A time
  // in the past means at once. It applies from the next request on.
  base::Result<model::OrganizationApiKey> Expire(const model::Caller& caller,
                                                 const resource::Address& at,
                                                 const Expiry& expiry) const;

  // ListOfOrganization lists the keys that belong to an organization itself.
  base::Result<resource::Page> ListOfOrganization(const model::Caller& caller,
                                                  const std::string& organization,
                                                  store::PageQuery query) const;
  // ListOfUser lists the keys of a user in all organizations. kNotFound "user_not_found".
  base::Result<resource::Page> ListOfUser(const model::Caller& caller, const std::string& user,
                                          store::PageQuery query) const;

  // Validate returns the key that has this value and may be used now in the environment of the
  // caller, or nullopt. It asks the verifier, as a gateway does, so it counts as a use of the key.
  // The permissions of the row are those that the key has now. A key of the environment needs
  // kValidatePermission only. kLimited "rate_limited" if a rate limit of the key has no permit.
  base::Result<std::optional<model::OrganizationApiKey>> Validate(const model::Caller& caller,
                                                                  const base::Secret& value,
                                                                  verify::Verifier& verifier) const;
  static constexpr std::string_view kValidatePermission = "tokens:verify";

 private:
  store::Store& store_;
  const base::Clock& clock_;
};

}  // namespace bearward::keys
