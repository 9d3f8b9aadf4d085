#include "environments/sign_in_settings.h"

#include <vector>

#include "http/base_url.h"
#include "model/check_row.h"
#include "store/environments.h"
#include "store/redirect_uris.h"

namespace bearward::environments {
namespace {

using enum model::EventType;
using model::CorsOrigin;
using model::RedirectUri;

// ListTwo returns the oldest redirect URIs of an environment, at most two.
base::Result<std::vector<RedirectUri>> ListTwo(store::ReadTx& tx,
                                               const model::EnvironmentId& environment) {
  store::PageQuery query;
  query.environment = environment;
  query.order = store::Order::kAscending;
  query.limit = 2;
  std::vector<RedirectUri> rows;
  BW_TRY(store::RedirectUris().List(tx, query, rows));
  return rows;
}

base::Status PrepareUri(store::WriteTx& tx, const RedirectUri* before, RedirectUri& row,
                        const resource::Context& /*context*/) {
  if (before != nullptr) return {};
  BW_TRY_ASSIGN(const auto environment, store::FindEnvironment(tx, row.environment));
  const bool sandbox = environment && environment->sandbox;
  if (!sandbox && model::FormOf(row.uri) == model::RedirectForm::kHttp) {
    return base::Fail(model::WrongValue(
        model::kRedirectUri, "uri",
        "an https URI, or http://127.0.0.1, because this environment is not a sandbox"));
  }
  BW_TRY_ASSIGN(const auto others, ListTwo(tx, row.environment));
  row.is_default = others.empty();
  return {};
}

base::Status RemoveUri(store::WriteTx& tx, const void* row, const resource::Context& /*context*/) {
  const auto& uri = *static_cast<const RedirectUri*>(row);
  if (!uri.is_default) return {};
  BW_TRY_ASSIGN(const auto all, ListTwo(tx, uri.environment));
  if (all.size() < 2) return {};
  return base::Fail(base::Conflict(
      "default_redirect_uri",
      "The default redirect URI can be deleted only after all others of the environment."));
}

base::Status PrepareOrigin(store::WriteTx& /*tx*/, const CorsOrigin* /*before*/, CorsOrigin& row,
                           const resource::Context& /*context*/) {
  if (http::IsOrigin(row.origin)) return {};
  return base::Fail(model::WrongValue(
      model::kCorsOrigin, "origin",
      "scheme, host and port as a browser sends them, like https://app.example.com"));
}

}  // namespace

RedirectUris::RedirectUris(const resource::Parts& parts)
    : VerbsOf(model::kRedirectUri,
              {.read = {},
               .write = {},
               .events = {kRedirectUriCreated, kRedirectUriUpdated, kRedirectUriDeleted},
               .prepare = resource::PrepareOf(&PrepareUri),
               .remove = &RemoveUri},
              parts) {}

CorsOrigins::CorsOrigins(const resource::Parts& parts)
    : VerbsOf(model::kCorsOrigin,
              {.read = {},
               .write = {},
               .events = {kCorsOriginCreated, kCorsOriginUpdated, kCorsOriginDeleted},
               .prepare = resource::PrepareOf(&PrepareOrigin)},
              parts) {}

}  // namespace bearward::environments
