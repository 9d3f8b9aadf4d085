// Authentication: what clients present for a sign-in, and its results.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "model/event.h"
#include "model/invitation.h"
#include "model/organization.h"
#include "model/rate_limit.h"
#include "model/user.h"
#include "store/pending.h"
#include "store/transaction.h"
#include "token/issuer.h"

namespace bearward::login {

// Device is what a client states about the device of a user; it is stored with the session.
struct Device {
  std::optional<std::string> ip_address = {};
  std::optional<std::string> user_agent = {};
};

// CodeClaim is a code that was sent to an address.
struct CodeClaim {
  model::EnvironmentId environment;
  std::string email;
  base::Secret code;
  model::Origin origin;
};

// PendingClaim is the token of a PasswordExpired or of a Choice for the console that a browser
// presents.
struct PendingClaim {
  model::EnvironmentId environment;
  base::Secret token;
  model::Origin origin;
};

// Replace stores the new password of a user and ends its sessions, inside the write of a sign-in.
using Replace = std::function<base::Status(store::WriteTx& tx, const model::User& user,
                                           const model::EventBy& by)>;

// AcceptInvitation accepts a pending invitation for a user, inside the write of the session or the
// Choice, and marks the address of the user as verified. If it fails, so does the sign-in, and a
// code stays valid.
using AcceptInvitation =
    std::function<base::Status(store::WriteTx& tx, const model::InvitationReference& reference,
                               const model::User& user, const model::EventBy& by)>;

// Client is what a sign-in is for: the profile of its tokens, and the device. `invitation` is the
// token of an invitation that the sign-in accepts, "" for none.
struct Client {
  std::string_view profile;
  const Device& device;
  base::Secret invitation = {};
};

// ConsoleClient is a client that signs in to the console. shows_pages: it shows the page on which
// the user chooses an organization. `replaces` is the token of the session of the console that the
// browser has at that time, "" for none: the new session takes its place, so it ends.
struct ConsoleClient {
  Device device = {};
  bool shows_pages = true;
  base::Secret replaces = {};
};

// SignedIn is a new session with its tokens, their subject and the rate limit that it used.
struct SignedIn {
  token::Issued issued;
  token::Subject subject;
  std::optional<model::LimitState> limit = {};
  model::User user = {};
};

// Choice is a sign-in of a user of several organizations that waits for the choice of one. `token`
// continues it within ten minutes; it is bound to the user and the password. A change of the
// organization is a Choice too: its token is also bound to the present session. `administers`: the
// whole environment may be chosen, which a Choice of a sign-in does not offer.
struct Choice {
  model::User user;
  std::vector<model::Organization> organizations;
  base::Secret token;
  bool administers = false;
  bool changes = false;  // the organization of a session that exists
};

// Unverified is a sign-in of a user with an unverified address, to which a code was sent. `token`
// continues it with the code within ten minutes.
struct Unverified {
  std::string email;
  std::string code_id;  // of the email verification
  base::Secret token;
};

// PasswordExpired is a sign-in with a right password that has expired (verify::Passwords). `token`
// continues it with a new password within ten minutes; it is bound to the user and the password.
struct PasswordExpired {
  model::User user;
  base::Secret token;
};

// PasswordReplaced is the end of a sign-in whose expired password was replaced, of a user who may
// not enter the console: the user signs in elsewhere, with the new password.
struct PasswordReplaced {};

// ConsoleSignIn is the result of a sign-in to the console.
using ConsoleSignIn =
    std::variant<store::Pending<SignedIn>, Choice, PasswordExpired, PasswordReplaced>;

// Authentication is the result of a sign-in to an environment.
using Authentication = std::variant<store::Pending<SignedIn>, Choice, Unverified>;

}  // namespace bearward::login
