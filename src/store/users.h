// Table of users: id and number are each unique in the environment, and so are username and email
// by their base::NameKey.
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

// FindUser gives nullopt when there is none in this environment.
base::Result<std::optional<model::User>> FindUser(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  const model::UserId& id);
// FindUserByLogin finds by username, else by email, both by base::NameKey: the one place where a
// typed name becomes a user (incident classes D2 and D4).
base::Result<std::optional<model::User>> FindUserByLogin(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view login);
// HasIntegrators says whether some user of the environment is marked as an integrator.
base::Result<bool> HasIntegrators(ReadTx& tx, const model::EnvironmentId& environment);
// NextUserNumber gives one more than the highest number in use, from 1.
base::Result<std::int64_t> NextUserNumber(ReadTx& tx, const model::EnvironmentId& environment);
// InsertUser fails with kExists when the id, number, username or email is taken; a username may not
// equal the email of another user either.
base::Status InsertUser(WriteTx& tx, const model::User& user);
// UpdateUser writes every column but environment, id and created_at; kExists as for InsertUser.
base::Status UpdateUser(WriteTx& tx, const model::User& user);
// VisitPasswordHashes calls `visit` with each password hash of any environment that does not begin
// with `usual`. The view lives as long as the call.
base::Status VisitPasswordHashes(ReadTx& tx, std::string_view usual,
                                 const std::function<void(std::string_view)>& visit);
// PreviousPasswords gives the hashes before the present one, newest first, at most `count`.
base::Result<std::vector<std::string>> PreviousPasswords(ReadTx& tx, const model::User& user,
                                                         int count);
// RememberPassword keeps a hash that is being replaced, and forgets all but the newest `keep`.
base::Status RememberPassword(WriteTx& tx, const model::User& user, std::string_view hash,
                              base::Time at, int keep);

}  // namespace bearward::store
