#include "users/company_users.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/ascii.h"
#include "base/invalid.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "objects/reach.h"
#include "store/memberships.h"
#include "store/users.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using base::Result;
using model::Caller;
using model::Membership;
using model::MembershipStatus;
using model::User;
using resource::Context;
using enum model::Operation;

constexpr std::size_t kMostAtOnce = 256;  // of store::FindUsers

base::Status Check(store::ReadTx& tx, const Caller& caller, model::Operation operation) {
  return objects::CheckOwn(tx, caller.principal(), kUserKind, operation);
}

// Named replaces kExists of the store: the address belongs to another user.
base::Status Named(base::Status written) {
  if (written || written.error().code != base::Code::kExists) return written;
  base::Error error = base::Exists("user_exists", "This email address belongs to another user.");
  error.fields.emplace_back("userName");
  return base::Fail(std::move(error));
}

void Fill(User& user, const CompanyUserForm& form) {
  if (form.first_name) user.first_name = *form.first_name;
  if (form.last_name) user.last_name = *form.last_name;
  if (form.name) user.name = form.name->empty() ? std::nullopt : form.name;
  if (!form.department) return;
  const std::string key(kDepartment);
  if (form.department->empty()) {
    user.metadata.erase(key);
  } else {
    user.metadata[key] = *form.department;
  }
}

Result<User> MakeUser(store::WriteTx& tx, const Context& context, const CompanyUserForm& form) {
  User user;
  user.environment = context.caller->environment;
  user.id = model::NewId<model::UserId>("user", context.now, context.entropy);
  user.email = form.login;
  Fill(user, form);
  user.password_changed_at = user.created_at = user.updated_at = context.now;
  BW_TRY(model::CheckRow(model::kUserRecord, &user));
  BW_TRY_ASSIGN(user.number, store::NextUserNumber(tx, user.environment));
  BW_TRY(Named(store::InsertUser(tx, user)));
  BW_TRY(tx.Append(model::EventBy(context.caller, context.now)
                       .Make(model::EventType::kUserCreated, user.id.text,
                             *context.caller->organization, model::Changes::Created(user).Json())));
  return user;
}

Result<Membership> Join(store::WriteTx& tx, const Context& context, const User& user,
                        MembershipStatus status) {
  Membership membership;
  membership.environment = user.environment;
  membership.id = model::NewId<model::MembershipId>("om", context.now, context.entropy);
  membership.user = user.id;
  membership.organization = context.caller->organization;
  membership.roles.emplace_back(model::kDefaultRole);
  membership.status = status;
  membership.created_at = membership.updated_at = context.now;
  BW_TRY(verify::CheckCoversRoles(tx, context.caller.principal(), membership.roles));
  BW_TRY(store::PutMembership(tx, membership));
  BW_TRY(tx.Append(model::EventBy(context.caller, context.now)
                       .Make(model::EventType::kOrganizationMembershipCreated, membership.id.text,
                             membership.organization, model::Changes::Created(membership).Json())));
  return membership;
}

// CheckAddressChange: contract of CompanyUsers::Update.
base::Status CheckAddressChange(store::ReadTx& tx, const Caller& caller,
                                const std::vector<Membership>& memberships) {
  if (memberships.size() > 1) {
    return base::Fail(base::Denied("exceeds_own_permissions",
                                   "The user belongs to several organizations, so that this one "
                                   "cannot change its address."));
  }
  return verify::CheckCoversRoles(tx, caller.principal(), memberships.front().roles);
}

base::Status CheckChange(store::ReadTx& tx, const Caller& caller, const User& before,
                         const User& after) {
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, caller->environment, before.id));
  if (memberships.empty() || memberships.front().organization != *caller->organization) {
    return base::Fail(base::Denied("user_of_another_organization",
                                   "Another organization is the home of the user. Only `active` "
                                   "can be changed here."));
  }
  BW_TRY(verify::CheckNotAdministrator(tx, caller.principal(), before.id));
  if (before.email == after.email) return {};
  return CheckAddressChange(tx, caller, memberships);
}

// IsSame compares the values that a form sets.
bool IsSame(const User& a, const User& b) {
  return a.email == b.email && a.first_name == b.first_name && a.last_name == b.last_name &&
         a.name == b.name && a.metadata == b.metadata;
}

Result<User> ChangeUser(store::WriteTx& tx, const Context& context, const CompanyUser& present,
                        const CompanyUserForm& form) {
  User user = present.user;
  if (!base::EqualsIgnoreCase(form.login, present.login())) {
    user.email = form.login;
    user.email_verified = false;
  }
  Fill(user, form);
  if (IsSame(user, present.user)) return user;
  BW_TRY(CheckChange(tx, context.caller, present.user, user));
  BW_TRY(model::CheckRow(model::kUserRecord, &user, &present.user));
  user.updated_at = context.now;
  BW_TRY(Named(store::UpdateUser(tx, user)));
  BW_TRY(tx.Append(model::EventBy(context.caller, context.now)
                       .Make(model::EventType::kUserUpdated, user.id.text,
                             *context.caller->organization,
                             model::Changes::Between(present.user, user).Json())));
  return user;
}

// JoinUsers returns the members with their users, in the order of the memberships.
Result<std::vector<CompanyUser>> JoinUsers(store::ReadTx& tx, std::vector<Membership> memberships) {
  std::map<std::string, User> users;
  for (std::size_t from = 0; from < memberships.size(); from += kMostAtOnce) {
    std::vector<std::string> ids;
    const std::size_t end = std::min(from + kMostAtOnce, memberships.size());
    for (std::size_t i = from; i < end; ++i) ids.push_back(memberships[i].user.text);
    BW_TRY_ASSIGN(auto found, store::FindUsers(tx, memberships.front().environment, ids));
    for (User& user : found) users.emplace(user.id.text, std::move(user));
  }
  std::vector<CompanyUser> joined;
  for (Membership& membership : memberships) {
    const auto user = users.find(membership.user.text);
    if (user != users.end()) joined.push_back({std::move(user->second), std::move(membership)});
  }
  return joined;
}

}  // namespace

std::string CompanyUser::department() const {
  const auto found = user.metadata.find(std::string(kDepartment));
  return found == user.metadata.end() ? std::string() : found->second;
}

Result<CompanyUser> CompanyUsers::FindIn(store::ReadTx& tx, const Caller& caller,
                                         const model::UserId& user) const {
  BW_TRY_ASSIGN(auto membership,
                store::FindMembership(tx, caller->environment, user, caller->organization));
  BW_TRY_ASSIGN(auto found, store::FindUser(tx, caller->environment, user));
  if (!membership || !found || membership->status == MembershipStatus::kPending) {
    return base::Fail(verify::NoUser());
  }
  return CompanyUser{*std::move(found), *std::move(membership)};
}

Result<CompanyUser> CompanyUsers::Create(const Caller& caller, const CompanyUserForm& form) const {
  const base::Time now = parts_.clock.Now();
  const MembershipStatus status =
      form.active.value_or(true) ? MembershipStatus::kActive : MembershipStatus::kInactive;
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<CompanyUser> {
    const Context context{caller, now, parts_.entropy};
    BW_TRY(Check(tx, caller, kWrite));
    BW_TRY_ASSIGN(User user, MakeUser(tx, context, form));
    BW_TRY_ASSIGN(Membership membership, Join(tx, context, user, status));
    return CompanyUser{std::move(user), std::move(membership)};
  });
}

Result<CompanyUser> CompanyUsers::Read(const Caller& caller, const model::UserId& user) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<CompanyUser> {
    BW_TRY(Check(tx, caller, kRead));
    return FindIn(tx, caller, user);
  });
}

Result<CompanyUser> CompanyUsers::ReadByEmail(const Caller& caller, std::string_view email) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<CompanyUser> {
    BW_TRY(Check(tx, caller, kRead));
    BW_TRY_ASSIGN(const auto found, store::FindUserByLogin(tx, caller->environment, email));
    return FindIn(tx, caller, found ? found->id : model::UserId());
  });
}

Result<CompanyUserPage> CompanyUsers::List(const Caller& caller, const Matches& matches,
                                           std::size_t skip, std::size_t count) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> Result<CompanyUserPage> {
    BW_TRY(Check(tx, caller, kRead));
    BW_TRY_ASSIGN(auto memberships,
                  store::ListMembershipsIn(tx, caller->environment, caller->organization));
    BW_TRY_ASSIGN(auto users, JoinUsers(tx, std::move(memberships)));
    CompanyUserPage page;
    for (CompanyUser& user : users) {
      if (!matches(user)) continue;
      if (page.total++ >= skip && page.users.size() < count) page.users.push_back(std::move(user));
    }
    return page;
  });
}

Result<CompanyUser> CompanyUsers::Update(const Caller& caller, const model::UserId& user,
                                         const CompanyUserForm& form) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<CompanyUser> {
    const Context context{caller, now, parts_.entropy};
    BW_TRY(Check(tx, caller, kWrite));
    BW_TRY_ASSIGN(CompanyUser present, FindIn(tx, caller, user));
    BW_TRY_ASSIGN(present.user, ChangeUser(tx, context, present, form));
    const bool joined = present.membership.status == MembershipStatus::kActive;
    if (form.active && *form.active != joined) {
      BW_TRY_ASSIGN(present.membership,
                    memberships_.SwitchIn(
                        tx, context, present.membership,
                        *form.active ? MembershipStatus::kActive : MembershipStatus::kInactive));
    }
    return present;
  });
}

}  // namespace bearward::users
