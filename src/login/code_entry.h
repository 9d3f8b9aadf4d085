// CodeEntry: a code that a client entered, and its check. Internal to the module.
#pragma once

#include <optional>
#include <string>

#include "base/error.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "crypto/key_ring.h"
#include "mail/codes.h"
#include "model/email_code.h"
#include "model/event.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::login {

// CodeEntry is a code that was entered for a user; `user` is empty for an unknown address. `key` is
// the counter of wrong codes (verify/failure_throttle.h). It owns its parts, because it is checked
// again in a write that runs later.
struct CodeEntry {
  model::EnvironmentId environment;
  model::EmailCodeKind kind;
  model::UserId user;
  base::Secret code;
  model::Origin origin;
  base::Time now;
  std::string key;
  // by_address: the client names the address, so no error shows whether a code was sent to it.
  bool by_address = false;
};

// CheckedEntry is the result of an entry, with the code and the user of a right one.
struct CheckedEntry {
  mail::CodeCheck check = mail::CodeCheck::kIncorrect;
  std::optional<model::EmailCode> row = {};
  std::optional<model::User> user = {};
};

// EntryError returns the error of an entry that is not right.
base::Error EntryError(const CodeEntry& entry, mail::CodeCheck check);

// CheckEntry compares the code as mail::CheckCode does: commit the transaction also for a wrong
// one. A code of an address that the user has replaced is kExpired; an unknown or inactive user has
// no code.
base::Result<CheckedEntry> CheckEntry(store::WriteTx& tx, const crypto::KeyRing& ring,
                                      const CodeEntry& entry);

// UseEntry checks a right entry again, because a parallel request may have used the code, uses it
// up and marks the address as verified. Its transaction also writes the result of the sign-in.
base::Status UseEntry(store::WriteTx& tx, const crypto::KeyRing& ring, const CodeEntry& entry);

}  // namespace bearward::login
