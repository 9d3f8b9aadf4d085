#include <utility>

#include "keys/authority.h"
#include "keys/key_log.h"
#include "keys/keys.h"
#include "keys/new_secret.h"
#include "store/applications.h"
#include "store/sessions.h"

namespace bearward::keys {
namespace {

// EndSessions ends every session of the application: a secret that leaked may have opened them.
base::Status EndSessions(store::WriteTx& tx, const model::Caller& caller,
                         const model::Application& application, base::Time now) {
  BW_TRY_ASSIGN(const auto ended,
                store::EndSessionsOf(tx, application.environment, model::SubjectKind::kApplication,
                                     application.id.text, now));
  for (const model::SessionId& session : ended) {
    BW_TRY(tx.Append(NewEvent(caller, model::EventType::kSessionEnded, session.text,
                              application.organization, now)));
  }
  return {};
}

}  // namespace

base::Result<base::Secret> Keys::ResetSecret(const model::Caller& caller,
                                             const model::ApplicationId& application) {
  const base::Time now = parts_.clock.Now();
  NewSecret made = MakeSecret(caller->environment, application, now, parts_.entropy);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(auto found, FindHandledApplication(tx, caller.principal(), application));
    BW_TRY(store::DeleteSecrets(tx, found.environment, found.id));
    BW_TRY(store::InsertSecret(tx, made.secret));
    // Tokens that nobody keeps a record of end by this.
    ++found.generation;
    BW_TRY(store::UpdateApplication(tx, found));
    BW_TRY(tx.Append(NewEvent(caller, model::EventType::kApplicationSecretReset, found.id.text,
                              found.organization, now)));
    return EndSessions(tx, caller, found, now);
  }));
  return std::move(made.value);
}

}  // namespace bearward::keys
