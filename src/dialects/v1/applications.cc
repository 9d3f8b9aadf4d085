#include "dialects/v1/applications.h"

#include <memory>
#include <string>
#include <utility>

#include "dialects/v1/guard.h"
#include "door/rest.h"
#include "json/writer.h"

namespace bearward::dialects::v1 {
namespace {

constexpr json::Property kCreated[] = {
    {"client_secret", json::kText, true, "Shown in this response only."}};
constexpr door::ListParameter kParameters[] = {
    {.name = "ids", .through = store::kApplicationsById}};

// A new application gets its first secret, which only the response of its creation shows.
base::Result<door::Extra> ReadExtra(const door::CodecInput& input) {
  if (!input.id.empty()) return door::Extra{};
  const auto secret = std::make_shared<base::Secret>();
  return door::Extra{.also = applications::Applications::FirstSecret(secret), .once = [secret] {
                       return "\"client_secret\":" + json::Quote(secret->Reveal());
                     }};
}

}  // namespace

std::vector<door::Route> ApplicationRoutes(const applications::Applications& applications,
                                           const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  std::vector<door::Route> routes =
      door::Rest(applications, "/v1/applications", mount,
                 {.created = kCreated,
                  .parameters = kParameters,
                  .search = &store::kApplicationSearch,
                  .read = &ReadExtra})
          .List("v1.list_applications", "Applications, the newest first")
          .Create(201, "v1.create_application", "Create an application; the secret is shown once")
          .Get("v1.read_application", "One application, by its id or client id")
          .Update(http::Method::kPatch, "v1.update_application",
                  "Change an application, from the next request on")
          .DeleteWithBody(
              "v1.delete_application",
              "Delete an application; its tokens and secrets are refused from the next request on")
          .Rows();
  // A new application has a secret.
  for (door::Route& route : routes) {
    if (route.method == http::Method::kPost) route.guard = InPerson(route.guard);
  }
  return routes;
}

std::vector<door::Route> AccessProfileRoutes(const applications::AccessProfiles& profiles,
                                             const door::Dialect& dialect) {
  const door::Mount mount{dialect, TokenOrKey(), true};
  return door::Rest(profiles, "/v1/access_profiles", mount)
      .ListBy(
          [&profiles](const door::Call& call, store::PageQuery query) {
            return profiles.ListShared(call.caller(), std::move(query));
          },
          "v1.list_access_profiles", "Access profiles, in order of name")
      .Create(201, "v1.create_access_profile", "Create an access profile for applications")
      .Get("v1.read_access_profile", "One access profile")
      .Replace("v1.replace_access_profile",
               "Replace the grants of an access profile, from the next request on")
      .DeleteWithBody("v1.delete_access_profile",
                      "Delete an access profile that no application has")
      .Rows();
}

}  // namespace bearward::dialects::v1
