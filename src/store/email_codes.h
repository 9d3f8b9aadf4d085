// Table of the codes that prove the ownership of an email address.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "model/email_code.h"
#include "store/table.h"

namespace bearward::store {

// EmailCodes returns the table.
const TableOf<model::EmailCode>& EmailCodes();

// EmailCodesOf selects the codes of one kind of one user.
struct EmailCodesOf {
  const model::EnvironmentId& environment;
  model::EmailCodeKind kind;
  const model::UserId& user;
};

// FindNewestEmailCode returns nullopt when the user has none.
base::Result<std::optional<model::EmailCode>> FindNewestEmailCode(ReadTx& tx,
                                                                  const EmailCodesOf& codes);
// FindEmailCodeByToken returns nullopt when no code of this kind has a token with this hash.
base::Result<std::optional<model::EmailCode>> FindEmailCodeByToken(
    ReadTx& tx, const model::EnvironmentId& environment, model::EmailCodeKind kind,
    std::string_view token_hash);
// ListEmailCodesSince returns the codes that are newer than a time, in any order.
base::Result<std::vector<model::EmailCode>> ListEmailCodesSince(ReadTx& tx,
                                                                const EmailCodesOf& codes,
                                                                base::Time since);

}  // namespace bearward::store
