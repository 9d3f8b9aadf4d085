#include "users/reset_steps.h"

#include <optional>
#include <utility>

#include "mail/codes.h"
#include "mail/owner.h"
#include "store/email_codes.h"
#include "store/users.h"

namespace bearward::users {

base::Error NoReset() {
  return base::NotFound("password_reset_token_not_found",
                        "The password reset token does not exist, has expired or was used.");
}

base::Result<LiveReset> FindReset(store::ReadTx& tx, const model::EnvironmentId& environment,
                                  const base::Secret& token, base::Time now) {
  constexpr model::EmailCodeKind kKind = model::EmailCodeKind::kPasswordReset;
  BW_TRY_ASSIGN(auto row,
                store::FindEmailCodeByToken(tx, environment, kKind, mail::HashOfToken(token)));
  if (!row || row->used_at || row->expires_at <= now) return base::Fail(NoReset());
  BW_TRY_ASSIGN(const auto newest, store::FindNewestEmailCode(tx, {environment, kKind, row->user}));
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, environment, row->user));
  // The token proves the address to which it was sent, which the user may have replaced.
  const bool accepted = newest && newest->id == row->id && user && mail::IsCodeOf(*row, *user);
  if (!accepted) return base::Fail(NoReset());
  return LiveReset{*std::move(row), *std::move(user)};
}

base::Result<model::User> FinishReset(
    store::WriteTx& tx, const LiveReset& reset, const model::EventBy& by,
    const std::function<base::Status(const model::User&)>& replace) {
  model::EmailCode row = reset.row;
  BW_TRY(mail::UseCode(tx, row, by.at()));
  BW_TRY(replace(reset.user));
  BW_TRY(tx.Append(by.Make(model::EventType::kPasswordResetSucceeded, row.id, std::nullopt)));
  BW_TRY_ASSIGN(const auto changed, store::FindUser(tx, reset.user.environment, reset.user.id));
  if (!changed) return base::Fail(NoReset());
  return mail::MarkVerified(tx, *changed, changed->email, by);
}

}  // namespace bearward::users
