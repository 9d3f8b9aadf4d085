#include "users/own_account.h"

#include <algorithm>
#include <utility>

#include "model/changes.h"
#include "model/check_row.h"
#include "sessions/sessions.h"
#include "store/memberships.h"
#include "store/organizations.h"
#include "store/sessions.h"
#include "store/users.h"
#include "users/found_user.h"
#include "verify/strictest_policy.h"

namespace bearward::users {
namespace {

using base::Result;
using model::MembershipStatus;
using model::Organization;
using model::Session;
using model::User;

model::UserId IdOf(const model::Caller& caller) {
  return model::UserId{std::string(caller->subject_id)};
}

void Set(const std::optional<std::string>& wanted, std::string& value) {
  if (wanted) value = *wanted;
}

store::SessionQuery QueryOf(const model::Caller& caller, base::Time now) {
  store::SessionQuery query;
  query.environment = *caller->environment;
  query.user = IdOf(caller);
  query.organization = *caller->organization;
  query.now = now;
  query.limit = store::kLongestPage;
  return query;
}

base::Error NoSession(const model::SessionId& session) {
  base::Error error = base::NotFound("session_not_found", "No such session.");
  error.fields.push_back(session.text);
  return error;
}

// IsOwn says whether the caller could find a session in its own list while the session is live.
bool IsOwn(const Session& session, const model::Caller& caller) {
  return session.subject_kind == model::SubjectKind::kUser &&
         caller->subject_id == session.subject_id && session.organization == *caller->organization;
}

bool IsExpired(const Session& session, base::Time now) {
  return now >=
         std::max(session.expires_at, session.refresh_expires_at.value_or(session.expires_at));
}

}  // namespace

Result<User> OwnAccount::Read(const model::Caller& caller) const {
  BW_TRY(CheckIsUser(caller));
  return store_.Read([&](store::ReadTx& tx) { return FindSelf(tx, caller); });
}

Result<std::vector<Organization>> OwnAccount::Organizations(const model::Caller& caller) const {
  BW_TRY(CheckIsUser(caller));
  return store_.Read([&](store::ReadTx& tx) -> Result<std::vector<Organization>> {
    BW_TRY_ASSIGN(const auto memberships,
                  store::ListMemberships(tx, caller->environment, IdOf(caller)));
    std::vector<Organization> organizations;
    for (const model::Membership& membership : memberships) {
      if (membership.status != MembershipStatus::kActive) continue;
      BW_TRY_ASSIGN(auto found,
                    store::FindOrganization(tx, caller->environment, membership.organization));
      if (found) organizations.push_back(*std::move(found));
    }
    return organizations;
  });
}

Result<Organization> OwnAccount::FindOrganization(const model::Caller& caller,
                                                  const model::OrganizationId& id) const {
  BW_TRY_ASSIGN(auto own, Organizations(caller));
  const auto found = std::ranges::find(own, id, &Organization::id);
  if (found != own.end()) return std::move(*found);
  base::Error error = base::NotFound("organization_not_found", "No such organization.");
  error.fields.push_back(id.text);
  return base::Fail(std::move(error));
}

Result<User> OwnAccount::UpdateProfile(const model::Caller& caller,
                                       const ProfileChange& change) const {
  BW_TRY(CheckIsUser(caller));
  const model::EventBy by(caller, clock_.Now());
  return store_.Write([&](store::WriteTx& tx) -> Result<User> {
    BW_TRY_ASSIGN(const User before, FindSelf(tx, caller));
    User user = before;
    Set(change.first_name, user.first_name);
    Set(change.last_name, user.last_name);
    if (change.locale) user.locale = *change.locale;
    if (user.locale == "") user.locale.reset();
    BW_TRY(model::CheckRow(model::kUserRecord, &user, &before));
    const bool same = user.first_name == before.first_name && user.last_name == before.last_name &&
                      user.locale == before.locale;
    if (same) return user;
    user.updated_at = by.at();
    BW_TRY(store::UpdateUser(tx, user));
    BW_TRY(tx.Append(by.Make(model::EventType::kUserUpdated, user.id.text, std::nullopt,
                             model::Changes::Between(before, user).Json())));
    return user;
  });
}

Result<model::PasswordPolicy> OwnAccount::ReadPasswordPolicy(const model::Caller& caller) const {
  BW_TRY(CheckIsUser(caller));
  return store_.Read([&](store::ReadTx& tx) -> Result<model::PasswordPolicy> {
    BW_TRY_ASSIGN(const User user, FindSelf(tx, caller));
    BW_TRY_ASSIGN(const model::PolicyLevel level, verify::StrictestPolicy(tx, user));
    return model::PolicyOf(level);
  });
}

Result<std::vector<Session>> OwnAccount::ListSessions(const model::Caller& caller) const {
  BW_TRY(CheckIsUser(caller));
  const store::SessionQuery query = QueryOf(caller, clock_.Now());
  return store_.Read([&](store::ReadTx& tx) -> Result<std::vector<Session>> {
    BW_TRY_ASSIGN(store::SessionPage page, store::ListSessionsOf(tx, query));
    return std::move(page.sessions);
  });
}

Result<Session> OwnAccount::EndSession(const model::Caller& caller,
                                       const model::SessionId& session) const {
  BW_TRY(CheckIsUser(caller));
  const model::EventBy by(caller, clock_.Now());
  return store_.Write([&](store::WriteTx& tx) -> Result<Session> {
    BW_TRY_ASSIGN(auto found, store::FindSession(tx, caller->environment, session));
    if (!found || !IsOwn(*found, caller)) return base::Fail(NoSession(session));
    if (found->ended_at) return *std::move(found);
    if (IsExpired(*found, by.at())) return base::Fail(NoSession(session));
    BW_TRY(sessions::End(tx, *found, by));
    found->ended_at = by.at();
    return *std::move(found);
  });
}

base::Status OwnAccount::EndOtherSessions(const model::Caller& caller) const {
  BW_TRY(CheckIsUser(caller));
  const model::EventBy by(caller, clock_.Now());
  return store_.Write([&](store::WriteTx& tx) -> base::Status {
    store::SessionQuery query = QueryOf(caller, by.at());
    while (true) {
      BW_TRY_ASSIGN(const store::SessionPage page, store::ListSessionsOf(tx, query));
      for (const Session& session : page.sessions) {
        if (session.id.text != caller.credential_id()) BW_TRY(sessions::End(tx, session, by));
      }
      if (!page.ends.after) return {};
      query.after = page.ends.after;
    }
  });
}

}  // namespace bearward::users
