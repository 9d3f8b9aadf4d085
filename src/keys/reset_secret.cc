#include <utility>

#include "json/writer.h"
#include "keys/key_writes.h"
#include "keys/keys.h"
#include "sessions/sessions.h"
#include "store/applications.h"
#include "verify/authority.h"

namespace bearward::keys {
base::Result<base::Secret> Keys::ResetSecret(const model::Caller& caller,
                                             const model::ApplicationId& application) {
  const base::Time now = parts_.clock.Now();
  token::ClientSecret made =
      token::NewClientSecret(caller->environment, application, now, parts_.entropy);
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
    // A leaked secret may have opened sessions.
    return sessions::EndAll(tx, {.by = by,
                                 .organization = found.organization,
                                 .kind = model::SubjectKind::kApplication,
                                 .subject_id = found.id.text});
  }));
  return std::move(made.value);
}

}  // namespace bearward::keys
