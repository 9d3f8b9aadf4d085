#include "administrators/administrators.h"

#include <optional>
#include <string>
#include <utility>

#include "model/event.h"
#include "model/operator.h"
#include "model/user.h"
#include "sessions/sessions.h"
#include "store/users.h"
#include "verify/authority.h"

namespace bearward::administrators {
namespace {

base::Result<model::User> FindUser(store::ReadTx& tx, const model::EnvironmentId& environment,
                                   std::string_view named) {
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, environment, {std::string(named)}));
  if (!found) {
    BW_TRY_ASSIGN(found, store::FindUserByLogin(tx, environment, named));
  }
  if (!found) return base::Fail(verify::NoUser());
  return *std::move(found);
}

base::Status Insert(store::WriteTx& tx, const model::User& user, base::Time now) {
  if (!user.active) {
    return base::Fail(base::Conflict(
        "user_inactive", "The user is inactive, so it could not sign in. Activate it first."));
  }
  const base::Status inserted = store::InsertAdministrator(tx, user.environment, user.id, now);
  if (inserted || inserted.error().code != base::Code::kExists) return inserted;
  return base::Fail(base::Exists("administrator_exists", "The user is an administrator already."));
}

// A key that has leaked must not outlive its revocation by an administrator that it made (incident
// class I3), nor the session of an operator its end. An environment without administrators has only
// its key and the operators.
base::Status CheckMayAdd(store::ReadTx& tx, const model::Caller& caller) {
  if (!model::IsByKey(caller) && !caller->impersonator) return {};
  BW_TRY_ASSIGN(const auto present, store::ListAdministrators(tx, caller->environment));
  if (present.empty()) return {};
  return base::Fail(base::Denied(
      "missing_permission",
      "An API key, or an operator of another environment, makes only the first administrator. An "
      "administrator of this environment makes further ones, or the command line."));
}

}  // namespace

base::Result<std::vector<store::Administrator>> Administrators::List(
    const model::Caller& caller) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return store::DescribeAdministrators(tx, caller->environment); });
}

base::Result<store::Administrator> Administrators::Add(const model::Caller& caller,
                                                       std::string_view named) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<store::Administrator> {
    BW_TRY(CheckMayAdd(tx, caller));
    BW_TRY_ASSIGN(const model::User user, FindUser(tx, by.environment(), named));
    BW_TRY(Insert(tx, user, by.at()));
    BW_TRY(tx.Append(by.Make(model::EventType::kAdministratorAdded, user.id.text, std::nullopt)));
    BW_TRY_ASSIGN(auto added, store::DescribeAdministrator(tx, by.environment(), user.id));
    if (!added) return base::Fail(base::Internal("the new administrator is missing"));
    return *std::move(added);
  });
}

base::Result<model::UserId> Administrators::Remove(const model::Caller& caller,
                                                   std::string_view named) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Result<model::UserId> {
    BW_TRY_ASSIGN(const model::User user, FindUser(tx, by.environment(), named));
    BW_TRY(store::DeleteAdministrator(tx, by.environment(), user.id));
    BW_TRY(sessions::EndAdministration(tx, by, user.id));
    BW_TRY(tx.Append(by.Make(model::EventType::kAdministratorRemoved, user.id.text, std::nullopt)));
    return user.id;
  });
}

}  // namespace bearward::administrators
