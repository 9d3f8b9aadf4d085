#include "grant/bounds.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text_set.h"
#include "token/claims.h"

namespace bearward::grant {
namespace {

using Texts = std::vector<std::string>;

std::unexpected<base::Error> InvalidScope() {
  return base::Fail(base::Invalid("invalid_scope", "The client may not have this scope."));
}

std::unexpected<base::Error> InvalidTarget() {
  return base::Fail(base::Invalid("invalid_target", "The client may not ask for this resource."));
}

bool Holds(const Texts& texts, const std::string& text) {
  return std::ranges::find(texts, text) != texts.end();
}

}  // namespace

base::Error UnauthorizedClient() {
  return base::Denied("unauthorized_client", "This client may not ask for tokens.");
}

base::Result<model::Bounds> Agree(const model::Principal& client, const AccessRequest& request) {
  if (!client.client) {
    return base::Fail(UnauthorizedClient());
  }
  const auto may = [&](const std::string& scope) { return model::HasPermission(client, scope); };
  Texts scopes = request.scopes.value_or(client.permissions.texts());
  if (!std::ranges::all_of(scopes, may)) return InvalidScope();
  const auto reaches = [&](const std::string& resource) {
    return resource == request.issuer || Holds(client.client->audiences, resource);
  };
  if (!std::ranges::all_of(request.resources, reaches)) return InvalidTarget();
  Texts audiences = request.resources;
  if (audiences.empty()) audiences.push_back(request.issuer);
  return model::Bounds{base::SortedUnique(std::move(scopes)),
                       base::SortedUnique(std::move(audiences))};
}

base::Result<model::Bounds> Narrow(const model::Bounds& granted, const AccessRequest& request) {
  model::Bounds narrowed = granted;
  if (request.scopes) {
    const auto was_granted = [&](const std::string& scope) {
      return granted.scopes && (Holds(*granted.scopes, scope) || Holds(*granted.scopes, "*"));
    };
    if (!std::ranges::all_of(*request.scopes, was_granted)) return InvalidScope();
    narrowed.scopes = base::SortedUnique(*request.scopes);
  }
  if (!request.resources.empty()) {
    const auto was_granted = [&](const std::string& resource) {
      return Holds(granted.audiences, resource);
    };
    if (!std::ranges::all_of(request.resources, was_granted)) return InvalidTarget();
    narrowed.audiences = base::SortedUnique(request.resources);
  }
  return narrowed;
}

}  // namespace bearward::grant
