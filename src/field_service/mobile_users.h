// MobileUsers: the people in the field, whom portal users create and change.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "json/reader.h"
#include "model/caller.h"
#include "store/store.h"

namespace bearward::field_service {

// MobileUsers is safe from any thread. Its callers are users (else kDenied "not_a_user"). Usernames
// are unique in an organization regardless of the case of ASCII letters.
class MobileUsers {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit MobileUsers(Parts parts) : parts_(parts) {}

  // Create stores a mobile user with the values that objects::ReadInput returned, and returns its
  // number. The password must have the length that its security level asks for; it is not stored.
  // kInvalid "username_taken", or "invalid_field" for a password that is too short or a user group
  // that the caller may not use.
  base::Result<std::int64_t> Create(const model::Caller& caller, json::Object values);
  // Update changes the given values of the mobile user with the username in the values, and returns
  // its number. kInvalid "missing_field" without a username, "invalid_field" for an unknown one;
  // else as Create.
  base::Result<std::int64_t> Update(const model::Caller& caller, const json::Object& values);

 private:
  Parts parts_;
};

}  // namespace bearward::field_service
