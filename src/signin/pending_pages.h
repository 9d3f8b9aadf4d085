// PendingPages: the HTML of the pages for a sign-in that waits for another step.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/organization.h"
#include "signin/html.h"
#include "signin/pages.h"

namespace bearward::signin {

// NewPasswordForm asks a user whose password has expired for a new one. `login` is its email, or
// its username without one; `return_to` is the page of the console to show afterwards.
struct NewPasswordForm {
  Form form;
  std::string login = {};
  std::string return_to = {};
  std::size_t minimum_length = 0;
};
Html NewPasswordPage(const NewPasswordForm& page);

// OrganizationForm asks a user of several organizations for one of them. The first one is the last
// used if `has_last_used`.
struct OrganizationForm {
  Form form;
  std::vector<model::Organization> organizations = {};
  bool has_last_used = false;
  std::string return_to = {};
  bool administers = false;  // offers the whole environment too
  bool changes = false;      // of a session that exists, which the user may keep
};
Html OrganizationPage(const OrganizationForm& page);

}  // namespace bearward::signin
