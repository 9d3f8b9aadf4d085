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
// FindUsers returns the users with these ids, at most 256, in any order.
base::Result<std::vector<model::User>> FindUsers(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const std::vector<std::string>& ids);
// FindUserByLogin finds a user by username, else by email, both compared by base::NameKey. It is
// the only function that maps an entered login name to a user (incident classes D2 and D4).
base::Result<std::optional<model::User>> FindUserByLogin(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view login);
// HasIntegrators says whether the environment has a user that is marked as an integrator.
base::Result<bool> HasIntegrators(ReadTx& tx, const model::EnvironmentId& environment);
// NextUserNumber returns one more than the highest number in use; the first is 1.
base::Result<std::int64_t> NextUserNumber(ReadTx& tx, const model::EnvironmentId& environment);
// SetNameKeys sets username_key and email_key of a user that is about to be written; `before` is
// its stored row, nullptr for a new one. An unchanged name keeps its stored key. kExists with
// "username" or "email" in `fields` if a changed name equals the username or the email of another
// user, because a login name must identify exactly one user.
base::Status SetNameKeys(WriteTx& tx, const model::User* before, model::User& user);
// InsertUser sets the keys and inserts the row; kExists when the id, number or external id exists,
// and as for SetNameKeys.
base::Status InsertUser(WriteTx& tx, model::User user);
// UpdateUser sets the keys and writes every column except environment, id, created_at and
// last_sign_in_at; kExists as for InsertUser.
base::Status UpdateUser(WriteTx& tx, model::User user);
// NoteSignIn sets last_sign_in_at. An unknown user is not an error.
base::Status NoteSignIn(WriteTx& tx, const model::EnvironmentId& environment,
                        const model::UserId& user, base::Time at);
// kUsersByEmail selects the users whose base::NameKey of the email is one of the values of a filter
// (Filter::through).
inline constexpr std::string_view kUsersByEmail =
    "SELECT id FROM users WHERE environment_id = ?1 AND email_key <> '' AND email_key";
// VisitPasswordHashes calls `visit` with each password hash, in all environments, that does not
// begin with `usual`. The argument is valid only during the call.
base::Status VisitPasswordHashes(ReadTx& tx, std::string_view usual,
                                 const std::function<void(std::string_view)>& visit);
// PreviousPasswords returns at most `count` password hashes that were replaced, newest first.
base::Result<std::vector<std::string>> PreviousPasswords(ReadTx& tx, const model::User& user,
                                                         int count);
// RememberPassword stores a hash that is about to be replaced, and deletes all stored hashes of the
// user except the newest `keep`.
base::Status RememberPassword(WriteTx& tx, const model::User& user, std::string_view hash,
                              base::Time at, int keep);

}  // namespace bearward::store
