#include "signin/pending_pages.h"

#include "signin/page_parts.h"

namespace bearward::signin {

Html NewPasswordPage(const NewPasswordForm& page) {
  Html html("<p>The password of <strong>");
  html.Text(page.login) +=
      "</strong> must be replaced. Choose a new one to sign in. You are signed out everywhere "
      "else.</p>\n";
  AddFault(page.form.fault, html);
  BeginForm("/sign-in/new-password", page.form, html);
  AddHidden("return_to", page.return_to, html);
  AddNewPassword(page.login, page.minimum_length, page.form, html);
  EndForm("Set password and sign in", html);
  AddWayBack(page.form, html);
  return Document("Choose a new password", page.form.look, html);
}

Html OrganizationPage(const OrganizationForm& page) {
  Html html("<p>You are a member of several organizations. Choose the one to work in.</p>\n");
  AddFault(page.form.fault, html);
  BeginForm("/sign-in/organization", page.form, html);
  AddHidden("return_to", page.return_to, html);
  html += "<ul class=\"choices\">\n";
  bool last_used = page.has_last_used;
  for (const model::Organization& organization : page.organizations) {
    html += R"(<li><button class="choice" name="organization" value=")";
    html.Text(organization.id.text) += "\"><span>";
    html.Text(organization.name) += "</span>";
    if (last_used) html += R"(<span class="hint">Last used</span>)";
    html += "</button></li>\n";
    last_used = false;
  }
  html += "</ul>\n</form>\n";
  AddWayBack(page.form, html);
  return Document("Choose an organization", page.form.look, html);
}

}  // namespace bearward::signin
