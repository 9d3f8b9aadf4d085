#include "administrators/setup.h"

#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "base/precis.h"
#include "crypto/hash.h"
#include "store/administrators.h"
#include "store/environments.h"
#include "store/users.h"

namespace bearward::administrators {
namespace {

base::Status CheckEntries(const NewAdministrator& administrator) {
  if (administrator.email.empty()) {
    return base::Fail(base::Invalid("missing_field", "Enter an email address.", {"email"}));
  }
  if (const auto fault = base::FaultOfName(administrator.email)) {
    return base::Fail(
        base::Invalid("invalid_value", "The email address " + *fault + ".", {"email"}));
  }
  return {};
}

base::Error Done() {
  return base::Conflict("setup_done", "An administrator exists already. Sign in.");
}

bool IsUnchanged(const std::optional<model::User>& user, const model::User& checked) {
  return user && user->active && user->password_changed_at == checked.password_changed_at;
}

}  // namespace

base::Result<std::optional<base::Secret>> Setup::Begin() {
  BW_TRY_ASSIGN(const bool done, parts_.store.Read(store::HasAdministrator));
  if (done) return std::nullopt;
  base::Secret token(base::NewUuid(parts_.entropy));
  const std::lock_guard lock(mutex_);
  token_hash_ = crypto::Sha256(token.Reveal());
  return token;
}

base::Status Setup::Check(const base::Secret& token) const {
  const base::Digest hash = crypto::Sha256(token.Reveal());
  const std::lock_guard lock(mutex_);
  const bool same =
      token_hash_ && base::ConstantTimeEqual(base::AsBytes(hash), base::AsBytes(*token_hash_));
  if (same) return {};
  return base::Fail(base::Denied("setup_link_invalid",
                                 "The setup link is not valid. Each start of the server makes a "
                                 "new one until an administrator exists."));
}

base::Result<std::optional<model::User>> Setup::Find(std::string_view login) const {
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<std::optional<model::User>> {
    BW_TRY_ASSIGN(const auto environments, store::ListEnvironments(tx));
    if (environments.empty()) return std::nullopt;
    return store::FindUserByLogin(tx, environments.front().id, login);
  });
}

// The link alone must not give access to the account of another person: the holder of the link also
// proves that the account is its own.
base::Result<model::User> Setup::CheckExisting(const model::User& user,
                                               const NewAdministrator& administrator,
                                               const model::Origin& origin) {
  auto checked = parts_.passwords.Check({.environment = user.environment,
                                         .login = administrator.email,
                                         .password = administrator.password,
                                         .origin = origin,
                                         .of_environment = true,
                                         .accepts_expired = true});
  if (checked || checked.error().code != base::Code::kUnauthenticated) return checked;
  base::Error error = std::move(checked).error();
  error.public_text =
      "A user with this name exists, and it is inactive or the password is not right. Enter the "
      "password of that user, or another email address.";
  return base::Fail(std::move(error));
}

base::Result<model::User> Setup::FindOrMake(const NewAdministrator& administrator,
                                            const model::Origin& origin) {
  BW_TRY_ASSIGN(auto found, Find(administrator.email));
  if (found) return CheckExisting(*found, administrator, origin);
  BW_TRY(
      verify::CheckNewPassword(model::PolicyLevel::kHigh, administrator.password.Reveal(),
                               {.emails = {administrator.email}, .names = {}},
                               parts_.passwords.minimum().For(verify::PasswordEntry::kOperator)));
  BW_TRY(parts_.make_user(administrator));
  BW_TRY_ASSIGN(found, Find(administrator.email));
  if (!found) return base::Fail(base::Internal("the new administrator is missing"));
  return *std::move(found);
}

// The user may have changed since its password was checked.
base::Status Setup::Insert(const model::User& checked, const model::Origin& origin) {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool done, store::HasAdministrator(tx));
    if (done) return base::Fail(Done());
    BW_TRY_ASSIGN(const auto user, store::FindUser(tx, checked.environment, checked.id));
    if (!IsUnchanged(user, checked)) {
      return base::Fail(verify::InvalidCredentials("the user changed during the setup"));
    }
    BW_TRY(store::InsertAdministrator(tx, checked.environment, checked.id, now));
    return tx.Append(
        model::EventBy(checked.environment, {.origin = origin}, now)
            .Make(model::EventType::kAdministratorAdded, checked.id.text, std::nullopt));
  });
}

// The token is checked before the lock too, so that a request without it never waits.
base::Status Setup::Create(const base::Secret& token, const NewAdministrator& administrator,
                           const model::Origin& origin) {
  BW_TRY(Check(token));
  BW_TRY(CheckEntries(administrator));
  const std::lock_guard one_at_a_time(creating_);
  BW_TRY(Check(token));
  BW_TRY_ASSIGN(const bool done, parts_.store.Read(store::HasAdministrator));
  if (done) return base::Fail(Done());
  BW_TRY_ASSIGN(const model::User user, FindOrMake(administrator, origin));
  BW_TRY(Insert(user, origin));
  const std::lock_guard lock(mutex_);
  token_hash_.reset();
  return {};
}

}  // namespace bearward::administrators
