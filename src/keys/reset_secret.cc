#include <utility>

#include "json/writer.h"
#include "keys/key_writes.h"
#include "keys/keys.h"
#include "keys/new_secret.h"
#include "store/applications.h"
#include "store/sessions.h"
#include "verify/authority.h"

namespace bearward::keys {
namespace {

// EndSessions ends every session of the application, because a leaked secret may have opened them.
base::Status EndSessions(store::WriteTx& tx, const model::EventBy& by,
                         const model::Application& application) {
  BW_TRY_ASSIGN(const auto ended,
                store::EndSessionsOf(tx, application.environment, model::SubjectKind::kApplication,
                                     application.id.text, by.at()));
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(
        by.Make(model::EventType::kSessionEnded, session.text, application.organization)));
  }
  return {};
}

}  // namespace

base::Result<base::Secret> Keys::ResetSecret(const model::Caller& caller,
                                             const model::ApplicationId& application) {
  const base::Time now = parts_.clock.Now();
  NewSecret made = MakeSecret(caller->environment, application, now, parts_.entropy);
  const model::EventBy by(caller, now);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto found, verify::AuthorizeApplication(tx, caller.principal(), application));
    BW_TRY(store::DeleteSecrets(tx, found.environment, found.id));
    BW_TRY(store::InsertSecret(tx, made.secret));
    // This revokes self-contained tokens, which are not stored.
    ++found.generation;
    BW_TRY(store::UpdateApplication(tx, found));
    BW_TRY(tx.Append(by.Make(model::EventType::kApplicationSecretReset, found.id.text,
                             found.organization,
                             "{\"secret_id\":" + json::Quote(made.secret.id) + "}")));
    return EndSessions(tx, by, found);
  }));
  return std::move(made.value);
}

}  // namespace bearward::keys
