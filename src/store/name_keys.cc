#include "store/name_keys.h"

#include <array>
#include <string>
#include <vector>

#include "base/precis.h"
#include "store/columns.h"

namespace bearward::store {
namespace {

struct Names {
  std::string environment;
  std::string id;
  std::string username;
  std::string username_key;
  std::string email;
  std::string email_key;
};

Names ReadNames(Columns& columns) {
  return {columns.Text(), columns.Text(), columns.Text(),
          columns.Text(), columns.Text(), columns.Text()};
}

// IsTaken checks the usernames and emails of all other users: one login name must identify one
// user.
base::Result<bool> IsTaken(Engine& engine, const Names& names, const std::string& key) {
  const std::array<Parameter, 3> values = {names.environment, names.id, key};
  BW_TRY_ASSIGN(const Rows rows,
                engine.Execute("SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
                               "AND username_key = ?3 AND username_key <> '' "
                               "UNION ALL "
                               "SELECT id FROM users WHERE environment_id = ?1 AND id <> ?2 "
                               "AND email_key = ?3 AND email_key <> ''",
                               values));
  return !rows.empty();
}

// Renewed returns the new key of the name, or the old key if another user has the new one.
base::Result<std::string> Renewed(Engine& engine, const Names& names, const std::string& name,
                                  const std::string& old) {
  std::string key = base::NameKey(name);
  if (key == old) return old;
  BW_TRY_ASSIGN(const bool taken, IsTaken(engine, names, key));
  return taken ? old : key;
}

base::Status Renew(Engine& engine, const Names& names) {
  BW_TRY_ASSIGN(const std::string username,
                Renewed(engine, names, names.username, names.username_key));
  BW_TRY_ASSIGN(const std::string email, Renewed(engine, names, names.email, names.email_key));
  if (username == names.username_key && email == names.email_key) return {};
  const std::array<Parameter, 4> values = {names.environment, names.id, username, email};
  return Done(
      engine.Execute("UPDATE users SET username_key = ?3, email_key = ?4 "
                     "WHERE environment_id = ?1 AND id = ?2",
                     values));
}

}  // namespace

base::Status RenewNameKeys(Engine& engine) {
  BW_TRY_ASSIGN(const std::vector<Names> users,
                ReadAll(engine.Execute("SELECT environment_id, id, username, username_key, email, "
                                       "email_key FROM users ORDER BY environment_id, number",
                                       {}),
                        ReadNames));
  for (const Names& names : users) BW_TRY(Renew(engine, names));
  return {};
}

}  // namespace bearward::store
