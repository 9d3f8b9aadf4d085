#include "dialects/workos/sign_in_settings.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/time.h"
#include "json/writer.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using door::Call;
using environments::JwtTemplates;

Result<std::vector<std::string>> WriteDefaults(const model::Caller& /*caller*/,
                                               std::span<const model::AnyRow> rows) {
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    const bool is_default = static_cast<const model::RedirectUri*>(row.get())->is_default;
    texts.emplace_back(is_default ? R"("default":true)" : R"("default":false)");
  }
  return texts;
}

door::Reply EncodeTemplate(const store::JwtTemplate& row) {
  std::string text;
  json::Writer writer(text);
  writer.BeginObject().Key("object").String("jwt_template").Key("content").String(row.content);
  writer.Key("created_at").String(base::FormatIsoMillis(row.created_at));
  writer.Key("updated_at").String(base::FormatIsoMillis(row.updated_at)).EndObject();
  return door::JsonReply(200, std::move(text));
}

Result<door::Outcome> ReadTemplate(const JwtTemplates& templates, Call& call) {
  BW_TRY_ASSIGN(const auto row, templates.Get(call.caller()));
  return door::Outcome(EncodeTemplate(row));
}

Result<door::Outcome> SetTemplate(const JwtTemplates& templates, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(const std::string content, body.RequiredText("content"));
  BW_TRY_ASSIGN(const auto row, templates.Set(call.caller(), content));
  return door::Outcome(EncodeTemplate(row));
}

constexpr json::Property kDefaultMember[] = {{"default", json::kFlag}};
constexpr json::Property kTemplateMembers[] = {{"object", json::Word<"jwt_template">()},
                                               {"content", json::kText},
                                               {"created_at", json::kTime},
                                               {"updated_at", json::kTime}};
constexpr json::Schema kTemplate = json::ObjectOf(kTemplateMembers, "WorkOSJwtTemplate");
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
  auto routes = door::Rest(uses.redirect_uris, "/user_management/redirect_uris", mount,
                           {.output = kDefaultMember, .write = &WriteDefaults})
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
