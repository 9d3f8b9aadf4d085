#include "users/users.h"

#include <utility>

#include "base/invalid.h"
#include "sessions/revoke_keys.h"
#include "sessions/sessions.h"
#include "store/api_keys.h"
#include "store/memberships.h"
#include "store/objects.h"
#include "store/users.h"
#include "store/webhooks.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using enum model::EventType;
using model::User;

base::Error EmailTaken(bool is_new) {
  base::Error error = base::Exists(is_new ? "user_creation_error" : "email_not_available",
                                   "This email address belongs to another user.");
  error.fields.emplace_back("email");
  return error;
}

base::Status Prepare(store::WriteTx& tx, const User* before, User& user,
                     const resource::Context& context) {
  const bool is_new = before == nullptr;
  if (is_new) {
    BW_TRY_ASSIGN(user.number, store::NextUserNumber(tx, user.environment));
    user.password_changed_at = context.now;
  }
  base::Status named = store::SetNameKeys(tx, before, user);
  if (named || named.error().code != base::Code::kExists) return named;
  return base::Fail(EmailTaken(is_new));
}

base::Status RevokeKey(store::WriteTx& tx, const sessions::Ending& ending, const User& user) {
  BW_TRY_ASSIGN(const auto key, store::FindLiveApiKeyOfUser(tx, user.environment, user.id));
  if (key) {
    BW_TRY(tx.Append(ending.by.Make(kApiKeyRevoked, key->id.text, ending.organization)));
  }
  return store::DeleteApiKeysOfUser(tx, user.environment, user.id);
}

// The foreign keys delete the memberships, the previous passwords and the lock-out.
base::Status Remove(store::WriteTx& tx, const void* row, const resource::Context& context) {
  const User& user = *static_cast<const User*>(row);
  BW_TRY_ASSIGN(const auto memberships, store::ListMemberships(tx, user.environment, user.id));
  sessions::Ending ending{.by = model::EventBy(context.caller, context.now),
                          .organization = {},
                          .subject_id = user.id.text};
  if (!memberships.empty()) ending.organization = memberships.front().organization;
  BW_TRY(sessions::EndAll(tx, ending));
  BW_TRY(sessions::RevokeKeysOfUser(tx, ending));
  BW_TRY(store::DeleteMembershipsInObjects(tx, user.environment, user.id));
  BW_TRY(store::DeleteSubscribersOf(tx, user.environment, user.id.text));
  return RevokeKey(tx, ending, user);
}

// CheckReadsSessions has the rule by which a caller ends sessions (verify::AuthorizeSession), but
// reading compares no rights.
base::Status CheckReadsSessions(store::ReadTx& tx, const model::Principal& actor,
                                const model::UserId& user) {
  if (verify::IsSelf(actor, user)) return {};
  BW_TRY(verify::CheckPermission(actor, "sessions:manage"));
  if (verify::IsEnvironment(actor)) {
    BW_TRY_ASSIGN(const auto found, store::FindUser(tx, actor.environment, user));
    return found ? base::Status() : base::Fail(verify::NoUser(user));
  }
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(tx, actor.environment, user, actor.organization));
  const bool is_member = membership && membership->status != model::MembershipStatus::kPending;
  return is_member ? base::Status() : base::Fail(verify::NoUser(user));
}

}  // namespace

Users::Users(const Parts& parts)
    : VerbsOf(model::kUserRecord,
              {.read = {},
               .write = {},
               .events = {kUserCreated, kUserUpdated, kUserDeleted},
               .prepare = resource::PrepareOf(&Prepare),
               .remove = &Remove},
              {parts.store, parts.clock, parts.entropy}),
      parts_(parts) {}

base::Result<User> Users::ReadSubject(const token::Subject& subject) const {
  const model::UserId id{std::string(subject.principal.subject_id)};
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<User> {
    BW_TRY_ASSIGN(auto user, store::FindUser(tx, subject.principal.environment, id));
    if (!user) return base::Fail(base::NotFound("user_not_found", "No such user."));
    return *std::move(user);
  });
}

base::Result<store::SessionPage> Users::ListSessions(const model::Caller& caller,
                                                     std::string_view user,
                                                     const store::PageRequest& page) const {
  store::SessionQuery query;
  static_cast<store::PageRequest&>(query) = page;
  query.environment = *caller->environment;
  query.user = {std::string(user)};
  query.now = parts_.clock.Now();
  if (!verify::IsEnvironment(caller.principal())) query.organization = *caller->organization;
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<store::SessionPage> {
    BW_TRY(CheckReadsSessions(tx, caller.principal(), query.user));
    return store::ListSessionsOf(tx, query);
  });
}

}  // namespace bearward::users
