#include <string>
#include <utility>

#include "login/opening.h"
#include "login/pending_token.h"
#include "login/resolve.h"
#include "mail/owner.h"

namespace bearward::login {

base::Result<Authentication> Login::Authenticate(verify::PasswordClaim claim,
                                                 const Client& client) {
  claim.of_environment = true;
  BW_TRY_ASSIGN(model::User user, parts_.passwords.Check(claim));
  const bool unproven = !user.email_verified && !user.email.empty();
  if (parts_.require_verified_email && unproven && client.invitation.empty()) {
    BW_TRY_ASSIGN(Unverified unverified, RequireVerification(user, claim.origin));
    return unverified;
  }
  return Continue({std::move(user), model::AuthMethod::kPassword, claim.origin}, client);
}

Login::Checked Login::WithInvitation(Checked checked, const base::Secret& token) const {
  model::InvitationReference reference{token, checked.invitation};
  if (reference.empty()) return checked;
  const base::Time now = parts_.clock.Now();
  auto accept =
      [confirm = std::move(checked.confirm), user = checked.user, reference = std::move(reference),
       join = parts_.accept_invitation,
       by = mail::ByOwner(checked.user, checked.origin, now)](store::WriteTx& tx) -> base::Status {
    if (confirm) BW_TRY(confirm(tx));
    BW_TRY_ASSIGN(const model::User present, FindUnchanged(tx, user));
    return join(tx, reference, present, by);
  };
  checked.confirm = std::move(accept);
  checked.joins = true;
  checked.user = mail::AsVerified(checked.user, checked.user.email, now);
  return checked;
}

base::Result<Authentication> Login::Continue(Checked factor, const Client& client) {
  const Checked checked = WithInvitation(std::move(factor), client.invitation);
  const model::User& user = checked.user;
  const auto read = [&](store::ReadTx& tx) { return OpenOrganizations(tx, user); };
  BW_TRY_ASSIGN(auto organizations, ReadAfter(parts_.store, checked, read));
  if (organizations.size() > 1) {
    BW_TRY_ASSIGN(base::Secret token, SealPending(parts_.ring, {.purpose = PendingPurpose::kChoice,
                                                                .user = user,
                                                                .method = checked.method,
                                                                .now = parts_.clock.Now()}));
    if (checked.confirm) BW_TRY(parts_.store.Write(checked.confirm));
    return Choice{user, std::move(organizations), std::move(token)};
  }
  const model::OrganizationId only =
      organizations.empty() ? model::OrganizationId() : organizations.front().id;
  BW_TRY_ASSIGN(auto opened, Open({.user = user,
                                   .load = ResolverIn(only),
                                   .profile = client.profile,
                                   .origin = checked.origin,
                                   .device = client.device,
                                   .method = checked.method,
                                   .confirm = checked.confirm,
                                   .joins = checked.joins}));
  return opened;
}

base::Result<store::Pending<SignedIn>> Login::Choose(const model::EnvironmentId& environment,
                                                     const base::Secret& token,
                                                     const model::OrganizationId& organization,
                                                     std::string_view profile, const Device& device,
                                                     const model::Origin& origin) {
  BW_TRY_ASSIGN(const PendingToken pending, OpenPending(parts_.ring, token, PendingPurpose::kChoice,
                                                        environment, parts_.clock.Now()));
  BW_TRY_ASSIGN(model::User user, parts_.store.Read([&](store::ReadTx& tx) {
    return FindChoosing(tx, parts_.passwords, pending, organization);
  }));
  return Open({.user = std::move(user),
               .load = ResolverIn(organization),
               .profile = profile,
               .origin = origin,
               .device = device,
               .method = pending.method});
}

}  // namespace bearward::login
