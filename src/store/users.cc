#include "store/users.h"

#include "base/ascii.h"
#include "base/precis.h"
#include "store/columns.h"

#define SELECT_USER                                                                        \
  "SELECT environment_id, id, number, username, email, first_name, last_name, job_title, " \
  "password_hash, password_changed_at, active, integrator, created_at, updated_at FROM users "

namespace bearward::store {
namespace {

model::User ReadUser(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::UserId>(),
          .number = columns.Integer(),
          .username = columns.Text(),
          .email = columns.Text(),
          .first_name = columns.Text(),
          .last_name = columns.Text(),
          .job_title = columns.Text(),
          .password_hash = columns.Text(),
          .password_changed_at = columns.Time(),
          .active = columns.Flag(),
          .integrator = columns.Flag(),
          .created_at = columns.Time(),
          .updated_at = columns.Time()};
}

// Keys are the stored forms of a user's names, used for comparison.
struct Keys {
  std::string username;
  std::string email;
};

Keys KeysOf(const model::User& user) {
  return {base::NameKey(user.username), base::NameKey(user.email)};
}

// KeptKeys is KeysOf, except that an unchanged name keeps its stored key. Release 0.1.0 accepted
// names that are equal by RFC 8265; with new keys such rows could not be updated any more (see
// name_keys.h).
base::Result<Keys> KeptKeys(WriteTx& tx, const model::User& user) {
  struct Stored {
    std::string username;
    std::string email;
    Keys keys;
  };
  BW_TRY_ASSIGN(auto stored,
                ReadOne<Stored>(tx.Execute("SELECT username, email, username_key, email_key "
                                           "FROM users WHERE environment_id = ?1 AND id = ?2",
                                           {user.environment.text, user.id.text}),
                                [](Columns& columns) {
                                  return Stored{columns.Text(),
                                                columns.Text(),
                                                {columns.Text(), columns.Text()}};
                                }));
  Keys keys = KeysOf(user);
  if (!stored) return keys;
  if (stored->username == user.username) keys.username = std::move(stored->keys.username);
  if (stored->email == user.email) keys.email = std::move(stored->keys.email);
  return keys;
}

// A username that equals another user's email would make one login name identify two users. The
// unique indexes cover each column alone; this function compares the two columns.
base::Status CheckNamesApart(WriteTx& tx, const model::User& user, const Keys& keys) {
  auto clash = tx.Execute(
      "SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
      "AND email_key = ?3 AND email_key <> '' "
      "UNION ALL "
      "SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
      "AND username_key = ?4 AND username_key <> ''",
      {user.environment.text, user.id.text, keys.username, keys.email});
  if (!clash) return base::Fail(std::move(clash).error());
  if (clash->empty()) return {};
  return base::Fail(base::Exists("already_exists", "This is taken already."));
}

// FindByKey finds a user by username, else by email. The conditions on '' allow the partial indexes
// to be used, and make an empty login find no user.
base::Result<std::optional<model::User>> FindByKey(ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const std::string& key) {
  BW_TRY_ASSIGN(auto by_username,
                ReadOne(tx.Execute(SELECT_USER "WHERE environment_id = ?1 AND username_key = ?2 "
                                               "AND username_key <> ''",
                                   {environment.text, key}),
                        ReadUser));
  if (by_username) return by_username;
  return ReadOne(
      tx.Execute(SELECT_USER "WHERE environment_id = ?1 AND email_key = ?2 AND email_key <> ''",
                 {environment.text, key}),
      ReadUser);
}

}  // namespace

base::Result<std::optional<model::User>> FindUser(ReadTx& tx,
                                                  const model::EnvironmentId& environment,
                                                  const model::UserId& id) {
  return ReadOne(tx.Execute(SELECT_USER "WHERE environment_id = ?1 AND id = ?2",
                            {BorrowedText(environment.text), BorrowedText(id.text)}),
                 ReadUser);
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

base::Status InsertUser(WriteTx& tx, const model::User& user) {
  const Keys keys = KeysOf(user);
  BW_TRY(CheckNamesApart(tx, user, keys));
  return Done(tx.Execute(
      "INSERT INTO users (environment_id, id, number, username, username_key, email, email_key, "
      "first_name, last_name, job_title, password_hash, password_changed_at, active, integrator, "
      "created_at, updated_at) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
      {user.environment.text, user.id.text, user.number, user.username, keys.username, user.email,
       keys.email, user.first_name, user.last_name, user.job_title, user.password_hash,
       base::ToMillis(user.password_changed_at), user.active, user.integrator,
       base::ToMillis(user.created_at), base::ToMillis(user.updated_at)}));
}

base::Status UpdateUser(WriteTx& tx, const model::User& user) {
  BW_TRY_ASSIGN(const Keys keys, KeptKeys(tx, user));
  BW_TRY(CheckNamesApart(tx, user, keys));
  return ChangedOne(tx.Execute(
      "UPDATE users SET number = ?3, username = ?4, username_key = ?5, email = ?6, "
      "email_key = ?7, first_name = ?8, last_name = ?9, job_title = ?10, password_hash = ?11, "
      "password_changed_at = ?12, active = ?13, integrator = ?14, updated_at = ?15 "
      "WHERE environment_id = ?1 AND id = ?2 RETURNING 1",
      {user.environment.text, user.id.text, user.number, user.username, keys.username, user.email,
       keys.email, user.first_name, user.last_name, user.job_title, user.password_hash,
       base::ToMillis(user.password_changed_at), user.active, user.integrator,
       base::ToMillis(user.updated_at)}));
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
