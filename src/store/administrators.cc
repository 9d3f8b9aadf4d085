#include "store/administrators.h"

#include <algorithm>

#include "store/columns.h"

namespace bearward::store {
namespace {

#define SELECT_ADMINISTRATOR                                                             \
  "SELECT a.user_id, u.username, u.email, u.active, a.created_at FROM administrators a " \
  "JOIN users u ON u.environment_id = a.environment_id AND u.id = a.user_id "            \
  "WHERE a.environment_id = ?1 "

model::UserId ReadUserId(Columns& columns) { return columns.Id<model::UserId>(); }

Administrator ReadAdministrator(Columns& columns) {
  return {.user = columns.Id<model::UserId>(),
          .username = columns.Text(),
          .email = columns.Text(),
          .active = columns.Flag(),
          .since = columns.Time()};
}

}  // namespace

base::Result<bool> IsAdministrator(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::UserId& user) {
  BW_TRY_ASSIGN(const std::int64_t rows,
                ReadInteger(tx.Execute("SELECT count(*) FROM administrators "
                                       "WHERE environment_id = ?1 AND user_id = ?2",
                                       {environment.text, user.text})));
  return rows > 0;
}

base::Result<std::vector<model::UserId>> ListAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment) {
  return ReadAll(tx.Execute("SELECT user_id FROM administrators WHERE environment_id = ?1 "
                            "ORDER BY created_at, user_id",
                            {environment.text}),
                 ReadUserId);
}

base::Result<std::vector<Administrator>> DescribeAdministrators(
    ReadTx& tx, const model::EnvironmentId& environment) {
  return ReadAll(
      tx.Execute(SELECT_ADMINISTRATOR "ORDER BY a.created_at, a.user_id", {environment.text}),
      ReadAdministrator);
}

base::Result<std::optional<Administrator>> DescribeAdministrator(
    ReadTx& tx, const model::EnvironmentId& environment, const model::UserId& user) {
  return ReadOne(
      tx.Execute(SELECT_ADMINISTRATOR "AND a.user_id = ?2", {environment.text, user.text}),
      ReadAdministrator);
}

base::Result<bool> HasAdministrator(ReadTx& tx) {
  BW_TRY_ASSIGN(const std::int64_t rows,
                ReadInteger(tx.Execute(
                    "SELECT count(*) FROM (SELECT 1 FROM administrators LIMIT 1) AS one", {})));
  return rows > 0;
}

base::Status InsertAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user, base::Time at) {
  return Done(tx.Execute(
      "INSERT INTO administrators (environment_id, user_id, created_at) VALUES (?1, ?2, ?3)",
      {environment.text, user.text, base::ToMillis(at)}));
}

base::Status DeleteAdministrator(WriteTx& tx, const model::EnvironmentId& environment,
                                 const model::UserId& user) {
  BW_TRY_ASSIGN(const bool administers, IsAdministrator(tx, environment, user));
  if (!administers) {
    return base::Fail(
        base::NotFound("administrator_not_found", "The user is not an administrator."));
  }
  BW_TRY_ASSIGN(const auto all, DescribeAdministrators(tx, environment));
  const bool another = std::ranges::any_of(
      all, [&user](const Administrator& one) { return one.active && one.user != user; });
  if (!another) {
    return base::Fail(base::Conflict("last_administrator",
                                     "This is the last active administrator of the environment. "
                                     "Add another one first."));
  }
  return Done(tx.Execute("DELETE FROM administrators WHERE environment_id = ?1 AND user_id = ?2",
                         {environment.text, user.text}));
}

}  // namespace bearward::store
