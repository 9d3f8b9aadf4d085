// Acceptance: the owner of an address accepts an invitation by the token from its mailbox, without
// a session or with a sign-in.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/invitation.h"
#include "model/user.h"
#include "store/store.h"
#include "store/transaction.h"
#include "users/visitor.h"
#include "verify/passwords.h"

namespace bearward::users {

// Invited is what the owner of the address is asked.
struct Invited {
  std::string email;
  std::string organization;     // its name; empty for an invitation to the environment
  bool needs_password = false;  // the owner is no user yet, or has no password
  std::size_t minimum_length = 0;
};

// Acceptance is safe from any thread. The token proves the address, so it becomes verified.
class Acceptance {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit Acceptance(const Parts& parts) : parts_(parts) {}

  // Read fails with kNotFound "invitation_not_found" for a token that is unknown or not pending,
  // and for an inactive user.
  base::Result<Invited> Read(const Visitor& visitor, const base::Secret& token) const;
  // Accept makes the owner a user with this password if Invited::needs_password, and a member of
  // the organization if there is one. An existing password stays. Errors of Read and of a weak
  // password; kInvalid "missing_field". Blocks for a hash.
  base::Status Accept(const Visitor& visitor, const base::Secret& token,
                      const base::Secret& password) const;
  // AcceptAtSignIn does it for a user who signs in, inside that transaction. kNotFound
  // "invitation_not_found" as in Read; kInvalid "invitation_cannot_be_used_for_email" if it is for
  // another address than that of the user.
  base::Status AcceptAtSignIn(store::WriteTx& tx, const model::InvitationReference& reference,
                              const model::User& user, const model::EventBy& by) const;

 private:
  Parts parts_;
};

}  // namespace bearward::users
