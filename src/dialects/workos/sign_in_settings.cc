#include "dialects/workos/sign_in_settings.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "door/row_members.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using environments::JwtTemplates;

using model::RedirectUri;
using UriView = json::View<RedirectUri>;
constexpr UriView::Member kDefault[] = {UriView::Of<&RedirectUri::is_default>("default")};

using store::JwtTemplate;
using TemplateView = json::View<JwtTemplate>;
constexpr TemplateView::Member kTemplateMembers[] = {
    TemplateView::Object<"jwt_template">(), TemplateView::Of<&JwtTemplate::content>("content"),
    TemplateView::Of<&JwtTemplate::created_at>("created_at"),
    TemplateView::Of<&JwtTemplate::updated_at>("updated_at")};
constexpr json::Schema kTemplate = json::kSchemaOf<kTemplateMembers, "WorkOSJwtTemplate">;

door::Outcome EncodeTemplate(const JwtTemplate& row) {
  return door::JsonReply(200, json::ViewText<kTemplateMembers>(row));
}

Result<door::Outcome> ReadTemplate(const JwtTemplates& templates, Call& call) {
  BW_TRY_ASSIGN(const auto row, templates.Get(call.caller()));
  return EncodeTemplate(row);
}

Result<door::Outcome> SetTemplate(const JwtTemplates& templates, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string content, body.RequiredText("content"));
  BW_TRY_ASSIGN(const auto row, templates.Set(call.caller(), content));
  return EncodeTemplate(row);
}

constexpr json::Property kContentMembers[] = {{"content", json::kText}};
constexpr json::Schema kContent = json::ObjectOf(kContentMembers);
constexpr door::Contract kReadTemplate = {
    .successes = door::kAnswer<200, "The template.", kTemplate>, .errors = door::kStatuses<404>};
constexpr door::Contract kSetTemplate = {
    .body = &kContent,
    .successes = door::kAnswer<200, "The new template.", kTemplate>,
    .errors = door::kStatuses<422>};

std::vector<door::Route> TemplateRoutes(const JwtTemplates& templates, const door::Mount& mount) {
  constexpr const char* kPath = "/user_management/jwt_template";
  door::Guard guard = mount.guard;
  guard.need = model::Need::Live();
  return {
      {http::Method::kGet, kPath, guard, door::RunOn::kWorker,
       [&templates](Call& call) { return ReadTemplate(templates, call); },
       "workos.read_jwt_template", "Read the template of the claims of access tokens",
       &kReadTemplate, &mount.dialect},
      {http::Method::kPut, kPath, guard, door::RunOn::kWorker,
       [&templates](Call& call) { return SetTemplate(templates, call); }, "workos.set_jwt_template",
       "Set the template of the claims of access tokens", &kSetTemplate, &mount.dialect}};
}

}  // namespace

std::vector<door::Route> SignInSettingRoutes(const SignInSettings& uses, const door::Mount& mount) {
  auto routes =
      door::Rest(uses.redirect_uris, "/user_management/redirect_uris", mount,
                 {.output = json::kPropertiesOf<kDefault>, .write = &door::RowMembers<kDefault>})
          .List("workos.list_redirect_uris", "List the redirect URIs")
          .Create(201, "workos.create_redirect_uri", "Add a redirect URI")
          .Delete(204, "workos.delete_redirect_uri", "Remove a redirect URI")
          .Rows();
  auto origins = door::Rest(uses.cors_origins, "/user_management/cors_origins", mount)
                     .List("workos.list_cors_origins", "List the origins of web pages")
                     .Create(201, "workos.create_cors_origin", "Allow an origin of web pages")
                     .Rows();
  std::ranges::move(origins, std::back_inserter(routes));
  std::ranges::move(TemplateRoutes(uses.jwt_templates, mount), std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::workos
