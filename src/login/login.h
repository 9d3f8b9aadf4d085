// Login: sign-in with a password, or with a code or link that was sent by email.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "login/authentication.h"
#include "mail/outbox.h"
#include "model/email_code.h"
#include "store/pending.h"
#include "store/store.h"
#include "token/issuer.h"
#include "verify/passwords.h"
#include "verify/verifier.h"

namespace bearward::login {

struct CodeEntry;  // login/code_entry.h

// Login is safe from any thread. Its operations block for the time of a hash: run them on the
// hashing pool.
class Login {
 public:
  struct Parts {
    store::Store& store;
    verify::Passwords& passwords;
    const token::Issuer& issuer;
    const base::Clock& clock;
    verify::Verifier& verifier;
    const crypto::KeyRing& ring;
    base::Entropy& entropy;
    const mail::Outbox& outbox;
    // require_verified_email: a password opens a session only for a user with a verified address.
    bool require_verified_email = false;
    AcceptInvitation accept_invitation = nullptr;
  };
  explicit Login(Parts parts) : parts_(std::move(parts)), throttle_(parts_.clock, {}) {}

  // SignIn checks the password and opens a session of the profile in the organization with that
  // number, or in the user's home. Fails as Passwords::Check does; kDenied "wrong_account" if the
  // user is not a member of that organization, kLimited "rate_limited" by the rate limit of the
  // organization. kUnauthenticated also from the write, if the password was replaced meanwhile.
  base::Result<store::Pending<SignedIn>> SignIn(const verify::PasswordClaim& claim,
                                                std::string_view profile,
                                                std::optional<std::int64_t> account);
  // SignInToConsole does the same for a session of the console: in the only organization of the
  // user, or for an administrator of the environment without an organization, with every
  // permission. A user of several organizations gets a Choice: kDenied
  // "organization_selection_required" for a client that shows no pages. kInvalid "missing_account"
  // for an integrator who is no administrator. A right password that has expired is a result, not
  // an error.
  base::Result<ConsoleSignIn> SignInToConsole(verify::PasswordClaim claim,
                                              const ConsoleClient& client);
  // FindExpired returns the user of a PasswordExpired: kInvalid
  // "invalid_pending_authentication_token", also after a change of the password, and if it is no
  // longer expired.
  base::Result<model::User> FindExpired(const PendingClaim& claim) const;
  // ReplaceExpired continues a PasswordExpired: one write runs `replace` and opens the session of
  // the console. Before a Choice, and if the user may not enter the console or exceeds a rate limit
  // (PasswordReplaced), it runs `replace` alone. Errors of FindExpired and of `replace`.
  base::Result<ConsoleSignIn> ReplaceExpired(const PendingClaim& claim, const Replace& replace,
                                             const ConsoleClient& client);
  // BeginChange returns a Choice for a user in the console who wants to work in another
  // organization; the session ends when one is chosen. kDenied "not_a_session" for a caller without
  // a session.
  base::Result<Choice> BeginChange(const model::Caller& caller) const;
  // FindConsoleChoice returns a Choice for the console with its present organizations; errors as
  // for FindExpired, also if the session that it would change has ended.
  base::Result<Choice> FindConsoleChoice(const PendingClaim& claim) const;
  // ChooseForConsole continues a Choice for the console; the empty organization stands for the
  // whole environment. Errors as for Choose, and kInvalid "missing_account" for a user who has
  // become an integrator and does not administer the environment.
  base::Result<store::Pending<SignedIn>> ChooseForConsole(const PendingClaim& claim,
                                                          const model::OrganizationId& organization,
                                                          const ConsoleClient& client);
  // Authenticate checks the password and opens a session in the only organization of the user, or
  // in none if the user is a member of none; a user of several gets a Choice, and one with an
  // unverified address Unverified if Parts require it. Organizations are those that are enabled and
  // in which the membership is active. Fails as Passwords::Check does.
  base::Result<Authentication> Authenticate(verify::PasswordClaim claim, const Client& client);
  // AuthenticateByCode does the same with a code for sign-in (mail/codes.h), which also verifies
  // the address, and may name an invitation too. The code is used up by the commit of the session,
  // or by the choice: a sign-in that fails leaves it valid. kUnauthenticated
  // "invalid_one_time_code" for a wrong code, an unknown address, an inactive user and any code
  // after too many wrong ones; kInvalid "one_time_code_expired", "one_time_code_previously_used"
  // for a code that was right; kLimited "too_many_failures" after too many wrong codes of the
  // address or the network of the client.
  base::Result<Authentication> AuthenticateByCode(const CodeClaim& claim, const Client& client);
  // AuthenticateByLink does the same with the code of a link (mail/sign_in_link.h); `email` is not
  // used. kInvalid "invalid_authorization_code" for a code that is unknown, expired, used, of a
  // link that is not the newest of its user or was sent to a former address, and for an inactive
  // user.
  base::Result<Authentication> AuthenticateByLink(const CodeClaim& claim, const Client& client);
  // SignInToConsoleByCode does the same for a session of the console (SignInToConsole), also with
  // an invitation of the code. A client that shows no pages does not use up the code by a choice.
  base::Result<ConsoleSignIn> SignInToConsoleByCode(const CodeClaim& claim,
                                                    const ConsoleClient& client);
  // VerifyAddress marks the address as verified by a code for that, and opens no session; errors as
  // for AuthenticateByCode.
  base::Status VerifyAddress(const CodeClaim& claim);
  // VerifyEmail continues an Unverified of this environment with its code; errors as for
  // AuthenticateByCode and Choose, but kInvalid "one_time_code_too_many_attempts" after too many
  // wrong codes.
  base::Result<Authentication> VerifyEmail(const CodeClaim& claim, const base::Secret& token,
                                           const Client& client);
  // Choose continues a Choice of this environment: kInvalid "invalid_pending_authentication_token",
  // also after a change of the password, and if a password that opened it has to be replaced;
  // kInvalid "membership_required" for another organization.
  base::Result<store::Pending<SignedIn>> Choose(const model::EnvironmentId& environment,
                                                const base::Secret& token,
                                                const model::OrganizationId& organization,
                                                std::string_view profile, const Device& device,
                                                const model::Origin& origin);
  // CheckOnly checks the password as SignIn does and opens no session (TeleTracker's auth_only).
  base::Status CheckOnly(const verify::PasswordClaim& claim, std::optional<std::int64_t> account);

 private:
  struct Opening;
  struct Checked;
  base::Result<store::Pending<SignedIn>> Open(const Opening& opening);
  // Suspend returns the sign-in of a user whose right password has expired.
  base::Result<ConsoleSignIn> Suspend(const model::User& user) const;
  // ContinueToConsole is Continue for the console.
  base::Result<ConsoleSignIn> ContinueToConsole(const Checked& checked,
                                                const ConsoleClient& client);
  // WithInvitation adds the acceptance of the invitation of the token or of the code, if any.
  Checked WithInvitation(Checked checked, const base::Secret& token = {}) const;
  // Continue opens a session for a user whose factor was checked, or returns a Choice.
  base::Result<Authentication> Continue(Checked factor, const Client& client);
  base::Result<Unverified> RequireVerification(const model::User& user,
                                               const model::Origin& origin);
  // CheckByAddress checks a code of the address that the claim names.
  base::Result<Checked> CheckByAddress(const CodeClaim& claim, model::EmailCodeKind kind);
  // CheckCode counts a wrong code. A right one is used up, and marks the address as verified, only
  // with the write of the result.
  base::Result<Checked> CheckCode(const CodeEntry& entry, model::AuthMethod method);

  Parts parts_;
  verify::FailureThrottle throttle_;  // of wrong codes
};

}  // namespace bearward::login
