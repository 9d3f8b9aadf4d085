// Several valid secrets of one application.

#include <algorithm>
#include <string>
#include <utility>

#include "base/invalid.h"
#include "json/writer.h"
#include "keys/key_writes.h"
#include "keys/keys.h"
#include "store/applications.h"
#include "verify/authority.h"

namespace bearward::keys {
namespace {

base::Status CheckOverlap(std::chrono::seconds overlap) {
  if (overlap.count() >= 0 && overlap <= kLongestSecretOverlap) return {};
  return base::Fail(base::Invalid("overlap_out_of_range",
                                  "The overlap must be from 0 seconds to 90 days.",
                                  {"overlap_seconds"}));
}

// MakeRoom deletes expired secrets, and refuses more than kMostSecrets.
base::Status MakeRoom(store::WriteTx& tx, const model::Application& application, base::Time now) {
  BW_TRY_ASSIGN(const auto secrets,
                store::ListSecrets(tx, application.environment, application.id));
  std::size_t live = 0;
  for (const model::ApplicationSecret& secret : secrets) {
    if (secret.IsLive(now)) {
      ++live;
    } else {
      BW_TRY(store::DeleteSecret(tx, application.environment, application.id, secret.id));
    }
  }
  if (live < kMostSecrets) return {};
  return base::Fail(
      base::Conflict("too_many_secrets",
                     "The application has the maximum number of secrets. End one of them first."));
}

base::Status Log(store::WriteTx& tx, const model::EventBy& by, model::EventType type,
                 const model::Application& application, std::string_view secret) {
  return tx.Append(by.Make(type, application.id.text, application.organization,
                           "{\"secret_id\":" + json::Quote(secret) + "}"));
}

}  // namespace

base::Result<token::ClientSecret> Keys::AddSecret(const model::Caller& caller,
                                                  const model::ApplicationId& application,
                                                  std::chrono::seconds overlap) {
  BW_TRY(CheckOverlap(overlap));
  const base::Time now = parts_.clock.Now();
  token::ClientSecret made =
      token::NewClientSecret(caller->environment, application, now, parts_.entropy);
  const model::EventBy by(caller, now);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto found,
                  verify::AuthorizeApplication(tx, caller.principal(), application));
    BW_TRY(store::LimitSecrets(tx, found.environment, found.id, now + overlap));
    BW_TRY(MakeRoom(tx, found, now));
    BW_TRY(store::InsertSecret(tx, made.secret));
    return Log(tx, by, model::EventType::kApplicationSecretAdded, found, made.secret.id);
  }));
  return made;
}

base::Result<std::vector<model::ApplicationSecret>> Keys::ListSecrets(
    const model::Caller& caller, const model::ApplicationId& application) {
  const base::Time now = parts_.clock.Now();
  BW_TRY_ASSIGN(auto secrets,
                parts_.store.Read(
                    [&](store::ReadTx& tx) -> base::Result<std::vector<model::ApplicationSecret>> {
                      BW_TRY_ASSIGN(
                          const auto found,
                          verify::AuthorizeApplication(tx, caller.principal(), application, false));
                      return store::ListSecrets(tx, found.environment, found.id);
                    }));
  std::erase_if(secrets, [&](const auto& secret) { return !secret.IsLive(now); });
  return secrets;
}

base::Status Keys::RemoveSecret(const model::Caller& caller,
                                const model::ApplicationId& application, std::string_view secret) {
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto found,
                  verify::AuthorizeApplication(tx, caller.principal(), application));
    BW_TRY_ASSIGN(const bool was_there,
                  store::DeleteSecret(tx, found.environment, found.id, secret));
    if (!was_there) return base::Fail(base::NotFound("secret_not_found", "No such secret."));
    return Log(tx, by, model::EventType::kApplicationSecretRemoved, found, secret);
  });
}

}  // namespace bearward::keys
