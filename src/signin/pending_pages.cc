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

namespace {

void AddChoice(std::string_view value, std::string_view name, std::string_view hint, Html& html) {
  html += R"(<li><button class="choice" name="organization" value=")";
  html.Text(value) += "\"><span>";
  html.Text(name) += "</span>";
  if (!hint.empty()) {
    html += R"(<span class="hint">)";
    html.Text(hint) += "</span>";
  }
  html += "</button></li>\n";
}

}  // namespace

Html OrganizationPage(const OrganizationForm& page) {
  Html html(page.changes
                ? Literal("<p>Choose the organization to work in.</p>\n")
                : Literal("<p>You are a member of several organizations. Choose the one to work "
                          "in.</p>\n"));
  AddFault(page.form.fault, html);
  BeginForm("/sign-in/organization", page.form, html);
  AddHidden("return_to", page.return_to, html);
  html += "<ul class=\"choices\">\n";
  bool last_used = page.has_last_used;
  for (const model::Organization& organization : page.organizations) {
    AddChoice(organization.id.text, organization.name, last_used ? "Last used" : "", html);
    last_used = false;
  }
  if (page.administers) AddChoice("", "The whole environment", "As administrator", html);
  html += "</ul>\n</form>\n";
  if (page.changes) {
    html += "<p class=\"links\"><a href=\"/console\">Back to the console</a></p>\n";
  } else {
    AddWayBack(page.form, html);
  }
  return Document("Choose an organization", page.form.look, html);
}

}  // namespace bearward::signin
