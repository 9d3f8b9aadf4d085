#include "store/users.h"

#include "base/ascii.h"
#include "base/precis.h"
#include "store/columns.h"
#include "store/table.h"

namespace bearward::store {
namespace {

const TableOf<model::User>& Users() {
  static const TableOf<model::User> table(model::kUserRecord);
  return table;
}

// CheckNameFree refuses a key that is the username or email of another user. The unique indexes
// cover each column alone; this query also compares usernames with emails.
base::Status CheckNameFree(WriteTx& tx, const model::User& user, const std::string& key,
                           std::string_view field) {
  if (key.empty()) return {};
  auto clash = tx.Execute(
      "SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
      "AND email_key = ?3 AND email_key <> '' "
      "UNION ALL "
      "SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
      "AND username_key = ?3 AND username_key <> ''",
      {user.environment.text, user.id.text, key});
  if (!clash) return base::Fail(std::move(clash).error());
  if (clash->empty()) return {};
  base::Error error = base::Exists("already_exists", "This is taken already.");
  error.fields.emplace_back(field);
  return base::Fail(std::move(error));
}

// FindByKey finds a user by username, else by email. The conditions on '' are those of the partial
// indexes, which could not be used without them; they also prevent that an empty login finds a
// user.
base::Result<std::optional<model::User>> FindByKey(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::string& key) {
  BW_TRY_ASSIGN(
      auto by_username,
      Users().FindWhere(tx, "environment_id = ?1 AND username_key = ?2 AND username_key <> ''",
                        {environment.text, key}));
  if (by_username) return by_username;
  return Users().FindWhere(tx, "environment_id = ?1 AND email_key = ?2 AND email_key <> ''",
                           {environment.text, key});
}

}  // namespace

base::Result<std::optional<model::User>> FindUser(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  const model::UserId& id) {
  return Users().Find(tx, environment, id.text);
}

base::Result<std::vector<model::User>> FindUsers(ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const std::vector<std::string>& ids) {
  return Users().FindAll(tx, environment, ids);
}

base::Result<std::optional<model::User>> FindUserByLogin(ReadTx& tx,
                                                         const model::EnvironmentId& environment,
                                                         std::string_view login) {
  const std::string key = base::NameKey(login);
  const std::string as_typed = base::Lower(login);
  if (as_typed != key) {
    // This finds only a user whose key could not be converted (see name_keys.h).
    BW_TRY_ASSIGN(auto found, FindByKey(tx, environment, as_typed));
    if (found) return found;
  }
  return FindByKey(tx, environment, key);
}

base::Result<bool> HasIntegrators(ReadTx& tx, const model::EnvironmentId& environment) {
  auto found =
      tx.Execute("SELECT id FROM users WHERE environment_id = ?1 AND integrator = 1 LIMIT 1",
                 {environment.text});
  if (!found) return base::Fail(std::move(found).error());
  return !found->empty();
}

base::Result<std::int64_t> NextUserNumber(ReadTx& tx, const model::EnvironmentId& environment) {
  return ReadInteger(
      tx.Execute("SELECT coalesce(max(number), 0) + 1 FROM users WHERE environment_id = ?1",
                 {environment.text}));
}

// Release 0.1.0 accepted names that are equal by RFC 8265; with new keys such rows could no longer
// be updated (see name_keys.h). Therefore an unchanged name keeps its key.
base::Status SetNameKeys(WriteTx& tx, const model::User* before, model::User& user) {
  if (before != nullptr && before->username == user.username) {
    user.username_key = before->username_key;
  } else {
    user.username_key = base::NameKey(user.username);
    BW_TRY(CheckNameFree(tx, user, user.username_key, "username"));
  }
  if (before != nullptr && before->email == user.email) {
    user.email_key = before->email_key;
    return {};
  }
  user.email_key = base::NameKey(user.email);
  return CheckNameFree(tx, user, user.email_key, "email");
}

base::Status InsertUser(WriteTx& tx, model::User user) {
  BW_TRY(SetNameKeys(tx, nullptr, user));
  return Users().Insert(tx, user);
}

base::Status UpdateUser(WriteTx& tx, model::User user) {
  BW_TRY_ASSIGN(const auto before, FindUser(tx, user.environment, user.id));
  BW_TRY(SetNameKeys(tx, before ? &*before : nullptr, user));
  return Users().Update(tx, user);
}

base::Status NoteSignIn(WriteTx& tx, const model::EnvironmentId& environment,
                        const model::UserId& user, base::Time at) {
  return Done(
      tx.Execute("UPDATE users SET last_sign_in_at = ?3 WHERE environment_id = ?1 AND id = ?2",
                 {environment.text, user.text, base::ToMillis(at)}));
}

base::Status VisitPasswordHashes(ReadTx& tx, std::string_view usual,
                                 const std::function<void(std::string_view)>& visit) {
  BW_TRY_ASSIGN(const auto hashes,
                ReadAll<std::string>(
                    tx.Execute("SELECT password_hash FROM users WHERE password_hash <> '' AND "
                               "substr(password_hash, 1, ?1) <> ?2",
                               {static_cast<std::int64_t>(usual.size()), std::string(usual)}),
                    [](Columns& columns) { return columns.Text(); }));
  for (const std::string& hash : hashes) visit(hash);
  return {};
}

base::Result<std::vector<std::string>> PreviousPasswords(ReadTx& tx, const model::User& user,
                                                         int count) {
  return ReadAll<std::string>(
      tx.Execute("SELECT hash FROM previous_passwords WHERE environment_id = ?1 AND user_id = ?2 "
                 "ORDER BY sequence DESC LIMIT ?3",
                 {user.environment.text, user.id.text, count}),
      [](Columns& columns) { return columns.Text(); });
}

base::Status RememberPassword(WriteTx& tx, const model::User& user, std::string_view hash,
                              base::Time at, int keep) {
  BW_TRY_ASSIGN(const std::int64_t sequence,
                ReadInteger(tx.Execute("SELECT coalesce(max(sequence), 0) + 1 "
                                       "FROM previous_passwords "
                                       "WHERE environment_id = ?1 AND user_id = ?2",
                                       {user.environment.text, user.id.text})));
  BW_TRY(Done(tx.Execute(
      "INSERT INTO previous_passwords (environment_id, user_id, sequence, hash, replaced_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5)",
      {user.environment.text, user.id.text, sequence, std::string(hash), base::ToMillis(at)})));
  return Done(
      tx.Execute("DELETE FROM previous_passwords "
                 "WHERE environment_id = ?1 AND user_id = ?2 AND sequence <= ?3",
                 {user.environment.text, user.id.text, sequence - keep}));
}

}  // namespace bearward::store
