#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "base/encode.h"
#include "base/id.h"
#include "crypto/hash.h"
#include "keys/authority.h"
#include "keys/key_log.h"
#include "keys/keys.h"
#include "store/applications.h"
#include "store/sessions.h"

namespace bearward::keys {
namespace {

base::Secret NewSecret(base::Entropy& entropy) {
  std::array<std::uint8_t, 16> bytes{};
  entropy.Fill(bytes);
  return base::Secret(base::HexEncode({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
}

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
  base::Secret value = NewSecret(parts_.entropy);
  const model::ApplicationSecret secret{.environment = caller->environment,
                                        .id = "sec_" + base::NewUlid(now, parts_.entropy),
                                        .application = application,
                                        .hash = crypto::Sha256(value.Reveal()),
                                        .created_at = now};
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto found, FindHandledApplication(tx, caller.principal(), application));
    BW_TRY(store::DeleteSecrets(tx, found.environment, found.id));
    BW_TRY(store::InsertSecret(tx, secret));
    BW_TRY(tx.Append(NewEvent(caller, model::EventType::kApplicationSecretReset, found.id.text,
                              found.organization, now)));
    return EndSessions(tx, caller, found, now);
  }));
  return value;
}

}  // namespace bearward::keys
