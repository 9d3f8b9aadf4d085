// Table of users: id and number are each unique in the environment, and so are username and email,
// compared by base::NameKey.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::store {

// FindUser returns nullopt when this environment has no such user.
base::Result<std::optional<model::User>> FindUser(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  const model::UserId& id);
// FindUserByLogin finds a user by username, else by email, both compared by base::NameKey. It is
// the only function that maps an entered login name to a user (incident classes D2 and D4).
base::Result<std::optional<model::User>> FindUserByLogin(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view login);
// HasIntegrators says whether the environment has a user that is marked as an integrator.
base::Result<bool> HasIntegrators(ReadTx& tx, const model::EnvironmentId& environment);
// NextUserNumber returns one more than the highest number in use; the first is 1.
base::Result<std::int64_t> NextUserNumber(ReadTx& tx, const model::EnvironmentId& environment);
// InsertUser fails with kExists when the id, number, username or email exists. A username also must
// not equal the email of another user.
base::Status InsertUser(WriteTx& tx, const model::User& user);
// UpdateUser writes every column except environment, id and created_at; kExists as for InsertUser.
base::Status UpdateUser(WriteTx& tx, const model::User& user);
// VisitPasswordHashes calls `visit` with each password hash of any environment that does not begin
// with `usual`. The view is valid during the call only.
base::Status VisitPasswordHashes(ReadTx& tx, std::string_view usual,
                                 const std::function<void(std::string_view)>& visit);
// PreviousPasswords returns the hashes before the current one, newest first, at most `count`.
base::Result<std::vector<std::string>> PreviousPasswords(ReadTx& tx, const model::User& user,
                                                         int count);
// RememberPassword stores a hash that is being replaced, and deletes all but the newest `keep`.
base::Status RememberPassword(WriteTx& tx, const model::User& user, std::string_view hash,
                              base::Time at, int keep);

}  // namespace bearward::store
