// Links: the web pages to which the links in emails lead.
#pragma once

#include <string>

#include "base/secret.h"

namespace bearward::mail {

// Links are the URLs of pages that accept a token as a query parameter.
struct Links {
  std::string invitation;
  std::string password_reset;

  // ToInvitation and ToPasswordReset return a secret: the URL contains the token.
  base::Secret ToInvitation(const base::Secret& token) const {
    return With(invitation, "invitation_token", token);
  }
  base::Secret ToPasswordReset(const base::Secret& token) const {
    return With(password_reset, "token", token);
  }

 private:
  static base::Secret With(std::string url, const char* parameter, const base::Secret& token) {
    url += url.find('?') == std::string::npos ? '?' : '&';
    url += parameter;
    url += '=';
    return base::Secret(url.append(token.Reveal()));
  }
};

}  // namespace bearward::mail
