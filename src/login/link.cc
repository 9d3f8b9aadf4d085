#include <string>
#include <utility>

#include "base/invalid.h"
#include "login/code_entry.h"
#include "login/opening.h"
#include "mail/owner.h"
#include "store/users.h"

namespace bearward::login {
namespace {

using model::EmailCodeKind;

// One error for every code that is not accepted: RFC 6749 section 5.2 has one word for all.
base::Error InvalidCode() {
  return base::Invalid("invalid_authorization_code",
                       "The code is not valid, has expired or was used before.");
}

// Opened is a live link with its user.
struct Opened {
  model::EmailCode row;
  model::User user;
};

base::Result<Opened> FindOpened(store::ReadTx& tx, const model::EnvironmentId& environment,
                                const std::string& hash, base::Time now) {
  constexpr EmailCodeKind kKind = EmailCodeKind::kPasswordlessSession;
  BW_TRY_ASSIGN(auto row, store::FindEmailCodeByToken(tx, environment, kKind, hash));
  if (!row || row->used_at || row->expires_at <= now) return base::Fail(InvalidCode());
  BW_TRY_ASSIGN(const auto newest, store::FindNewestEmailCode(tx, {environment, kKind, row->user}));
  BW_TRY_ASSIGN(auto user, store::FindUser(tx, environment, row->user));
  const bool accepted =
      newest && newest->id == row->id && user && user->active && mail::IsCodeOf(*row, *user);
  if (!accepted) return base::Fail(InvalidCode());
  return Opened{*std::move(row), *std::move(user)};
}

}  // namespace

base::Result<Authentication> Login::AuthenticateByLink(const CodeClaim& claim,
                                                       const Client& client) {
  const std::string hash = mail::HashOfToken(claim.code);
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(const Opened opened, parts_.store.Read([&](store::ReadTx& tx) {
    return FindOpened(tx, claim.environment, hash, now);
  }));
  const auto confirm = [environment = claim.environment, origin = claim.origin, hash,
                        now](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(Opened present, FindOpened(tx, environment, hash, now));
    BW_TRY(mail::UseOwnCode(tx, std::move(present.row), present.user,
                            mail::ByOwner(present.user, origin, now)));
    return {};
  };
  return Continue({.user = mail::AsVerified(opened.user, opened.user.email, now),
                   .method = model::AuthMethod::kMagicCode,
                   .origin = claim.origin,
                   .confirm = confirm},
                  client);
}

}  // namespace bearward::login
