#include "users/sign_in_links.h"

#include <utility>

#include "base/invalid.h"
#include "mail/post_code.h"
#include "mail/sign_in_link.h"
#include "store/redirect_uris.h"
#include "users/address_owner.h"
#include "verify/authority.h"

namespace bearward::users {
namespace {

using model::Caller;
using model::EmailCode;

// A line of an email has at most 998 characters (RFC 5322 section 2.1.1).
constexpr std::size_t kLongestLink = 900;
constexpr std::chrono::minutes kPause(1);

// NoDestination returns the error of a redirect URI that is not registered, or of a missing
// default.
base::Error NoDestination(bool asked) {
  if (!asked) {
    return base::Invalid(
        "no_default_redirect_uri",
        "The environment has no default redirect URI without a wildcard. Add one with POST "
        "/user_management/redirect_uris, or send `redirect_uri`.");
  }
  return base::Invalid("invalid_redirect_uri",
                       "`redirect_uri` must be a redirect URI of the environment. Add it with POST "
                       "/user_management/redirect_uris.",
                       {"redirect_uri"});
}

base::Error NoSession(std::string_view id) {
  base::Error error = base::NotFound("passwordless_session_not_found",
                                     "No such passwordless session, or it is no longer valid.");
  error.fields.emplace_back(id);
  return error;
}

}  // namespace

base::Result<ShownCode> SignInLinks::Create(const Caller& caller,
                                            const LinkRequest& request) const {
  BW_TRY(parts_.users.CheckWrite(caller));
  BW_TRY_ASSIGN(auto redirect_uri, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindRedirect(tx, caller->environment, request.redirect_uri);
  }));
  if (!redirect_uri) return base::Fail(NoDestination(request.redirect_uri.has_value()));
  const model::EventBy by(caller, parts_.clock.Now());
  BW_TRY_ASSIGN(mail::NewCode link,
                mail::MakeLink({*std::move(redirect_uri), request.state}, request.lifetime, by.at(),
                               parts_.ring, parts_.entropy));
  if (link.text.Reveal().size() > kLongestLink) {
    return base::Fail(base::Invalid(
        "link_too_long", "`redirect_uri` and `state` are too long for a link in an email.",
        {"state"}));
  }
  BW_TRY_ASSIGN(
      EmailCode row, parts_.store.Write([&](store::WriteTx& tx) -> base::Result<EmailCode> {
        BW_TRY_ASSIGN(
            const model::User owner,
            FindOrMakeOwner(tx, parts_.users, {caller, by.at(), parts_.entropy}, request.email));
        return mail::StoreCode(tx, parts_.outbox, link, owner, owner.email, by);
      }));
  return ShownCode{std::move(row), std::move(link.text)};
}

base::Status SignInLinks::Send(const Caller& caller, std::string_view id) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto row, store::EmailCodes().Find(tx, caller->environment, id));
    const bool live = row && row->kind == model::EmailCodeKind::kPasswordlessSession &&
                      !row->used_at && by.at() < row->expires_at;
    if (!live) return base::Fail(NoSession(id));
    // A row that was changed since its creation was sent then.
    const bool sent = row->updated_at != row->created_at;
    if (sent && by.at() - row->updated_at < kPause) {
      return base::Fail(base::Limited(
          "too_many_codes", "The link was sent within the last minute. Wait a minute.", kPause));
    }
    row->updated_at = by.at();
    BW_TRY(store::EmailCodes().Update(tx, *row));
    BW_TRY(mail::SendCode(tx, parts_.outbox, *row, by.at()));
    return tx.Append(by.Make(model::EventType::kPasswordlessSessionSent, row->id, std::nullopt));
  });
}

}  // namespace bearward::users
