#include "store/redirect_uris.h"

#include <algorithm>
#include <utility>

namespace bearward::store {

const TableOf<model::RedirectUri>& RedirectUris() {
  static const TableOf<model::RedirectUri> table(model::kRedirectUri);
  return table;
}

base::Result<bool> IsRedirectAllowed(ReadTx& tx, const model::EnvironmentId& environment,
                                     std::string_view uri) {
  BW_TRY_ASSIGN(const auto candidates,
                RedirectUris().ListWhere(tx, "environment_id = ?1 AND (uri = ?2 OR uri LIKE '%*%')",
                                         {environment.text, std::string(uri)}));
  return std::ranges::any_of(candidates, [uri](const model::RedirectUri& candidate) {
    return model::MatchesRedirectUri(candidate.uri, uri);
  });
}

base::Result<std::optional<std::string>> FindDefaultRedirect(
    ReadTx& tx, const model::EnvironmentId& environment) {
  BW_TRY_ASSIGN(auto found, RedirectUris().FindWhere(tx, "environment_id = ?1 AND is_default = 1",
                                                     {environment.text}));
  if (!found || !model::MatchesRedirectUri(found->uri, found->uri)) return std::nullopt;
  return std::move(found->uri);
}

}  // namespace bearward::store
