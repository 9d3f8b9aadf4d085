#include "administrators/setup.h"

#include <utility>

#include "base/id.h"
#include "base/invalid.h"
#include "base/precis.h"
#include "crypto/hash.h"
#include "model/changes.h"
#include "model/password_policy.h"
#include "store/administrators.h"

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
  return model::CheckNewPassword(model::PolicyLevel::kHigh, administrator.password.Reveal());
}

base::Error Done() {
  return base::Conflict("setup_done", "An administrator exists already. Sign in.");
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

base::Status Setup::Insert(const MadeUser& user, const model::Origin& origin) {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const bool done, store::HasAdministrator(tx));
    if (done) return base::Fail(Done());
    BW_TRY(store::InsertAdministrator(tx, user.environment, user.id, now));
    model::Changes changes;
    changes.Add("administrator", model::Kind::kFlag, false, true);
    return tx.Append(
        model::EventBy(user.environment, {.origin = origin}, now)
            .Make(model::EventType::kUserUpdated, user.id.text, std::nullopt, changes.Json()));
  });
}

base::Status Setup::Create(const base::Secret& token, const NewAdministrator& administrator,
                           const model::Origin& origin) {
  BW_TRY(Check(token));
  BW_TRY(CheckEntries(administrator));
  BW_TRY_ASSIGN(const bool done, parts_.store.Read(store::HasAdministrator));
  if (done) return base::Fail(Done());
  BW_TRY_ASSIGN(const MadeUser user, parts_.make_user(administrator));
  BW_TRY(Insert(user, origin));
  const std::lock_guard lock(mutex_);
  token_hash_.reset();
  return {};
}

}  // namespace bearward::administrators
