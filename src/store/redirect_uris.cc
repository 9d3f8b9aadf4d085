#include "store/redirect_uris.h"

#include <algorithm>
#include <utility>

namespace bearward::store {
namespace {

// IsRegistered says whether a registered URI of the environment stands for `uri`.
base::Result<bool> IsRegistered(ReadTx& tx, const model::EnvironmentId& environment,
                                std::string_view uri) {
  BW_TRY_ASSIGN(const auto candidates,
                RedirectUris().ListWhere(tx, "environment_id = ?1 AND (uri = ?2 OR uri LIKE '%*%')",
                                         {environment.text, std::string(uri)}));
  return std::ranges::any_of(candidates, [uri](const model::RedirectUri& candidate) {
    return model::MatchesRedirectUri(candidate.uri, uri);
  });
}

// FindDefault returns the default URI; nullopt also for one with a wildcard, which is no address.
base::Result<std::optional<std::string>> FindDefault(ReadTx& tx,
                                                     const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(auto found, RedirectUris().FindWhere(tx, "environment_id = ?1 AND is_default = 1",
                                                     {environment.text}));
  if (!found || !model::MatchesRedirectUri(found->uri, found->uri)) return std::nullopt;
  return std::move(found->uri);
}

}  // namespace

const TableOf<model::RedirectUri>& RedirectUris() {
  static const TableOf<model::RedirectUri> table(model::kRedirectUri);
  return table;
}

base::Result<std::optional<std::string>> FindRedirect(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const std::optional<std::string>& asked) {
  if (!asked) return FindDefault(tx, environment);
  BW_TRY_ASSIGN(const bool registered, IsRegistered(tx, environment, *asked));
  return registered ? asked : std::nullopt;
}

}  // namespace bearward::store
