// Table of failed sign-ins: one counter per user. It is stored, so that a restart does not end a
// lock-out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/ids.h"
#include "store/transaction.h"

namespace bearward::store {

// LoginFailures counts the wrong passwords since the last correct one.
struct LoginFailures {
  std::int64_t count = 0;
  std::optional<base::Time> locked_until;
};
// FindLoginFailures returns zeros for a user without failures.
base::Result<LoginFailures> FindLoginFailures(ReadTx& tx, const model::EnvironmentId& environment,
                                              const model::UserId& user);
// PutLoginFailures replaces the counter; zeros remove it.
base::Status PutLoginFailures(WriteTx& tx, const model::EnvironmentId& environment,
                              const model::UserId& user, const LoginFailures& failures);

}  // namespace bearward::store
