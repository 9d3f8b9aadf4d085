// Links: the web pages to which the links in emails lead.
#pragma once

#include <string>
#include <utility>

#include "base/secret.h"
#include "model/ids.h"

namespace bearward::mail {

// Page is the URL of a page that accepts a token as a query parameter. Our own pages also need the
// environment of the token; those of a product know it.
struct Page {
  std::string url;
  bool is_own = false;
};

// Links are these pages.
struct Links {
  Page invitation;
  Page password_reset;

  // ToInvitation and ToPasswordReset return a secret: the URL contains the token.
  base::Secret ToInvitation(const base::Secret& token,
                            const model::EnvironmentId& environment) const {
    return With(invitation, "invitation_token", token, environment);
  }
  base::Secret ToPasswordReset(const base::Secret& token,
                               const model::EnvironmentId& environment) const {
    return With(password_reset, "token", token, environment);
  }

 private:
  static base::Secret With(const Page& page, const char* parameter, const base::Secret& token,
                           const model::EnvironmentId& environment) {
    std::string url = page.url;
    url += url.find('?') == std::string::npos ? '?' : '&';
    url.append(parameter).append("=").append(token.Reveal());
    if (page.is_own) url.append("&environment=").append(environment.text);
    return base::Secret(std::move(url));
  }
};

}  // namespace bearward::mail
