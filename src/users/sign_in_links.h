// SignInLinks: links that sign users in without a password. The customer's product receives the
// code of an opened link and exchanges it (login/login.h).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/caller.h"
#include "users/email_codes.h"

namespace bearward::users {

// LinkRequest is a link to make. Without `redirect_uri` it leads to the default redirect URI of the
// environment.
struct LinkRequest {
  std::string email;
  std::optional<std::string> redirect_uri = {};
  std::string state = {};
  std::chrono::seconds lifetime = std::chrono::minutes(15);
};

// SignInLinks is safe from any thread. Only a key of the environment uses it.
class SignInLinks {
 public:
  explicit SignInLinks(const EmailCodes::Parts& parts) : parts_(parts) {}

  // Create makes a link, without sending it; the text of the result is the URL. An unknown address
  // becomes a new user. kInvalid "invalid_redirect_uri", "no_default_redirect_uri" and, for a URL
  // that does not fit into a line of an email, "link_too_long"; kLimited "too_many_codes".
  base::Result<ShownCode> Create(const model::Caller& caller, const LinkRequest& request) const;
  // Send emails the link with this id: kNotFound "passwordless_session_not_found", also for one
  // that has expired or was used; kLimited "too_many_codes" within a minute after the last email.
  base::Status Send(const model::Caller& caller, std::string_view id) const;

 private:
  EmailCodes::Parts parts_;
};

}  // namespace bearward::users
