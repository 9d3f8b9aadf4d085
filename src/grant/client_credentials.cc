#include <string>
#include <utility>

#include "crypto/hash.h"
#include "grant/grant.h"
#include "sessions/sessions.h"
#include "verify/client.h"

namespace bearward::grant {

base::Result<Granted> Grant::ClientCredentials(const ClientClaim& claim, std::string_view profile) {
  const base::Digest presented = crypto::Sha256(claim.client_secret.Reveal());
  const auto check = [&](store::ReadTx& tx) {
    return verify::CheckClientSecret(
        tx, {claim.environment, claim.client_id, presented, parts_.clock.Now()});
  };
  BW_TRY_ASSIGN(auto client, parts_.verifier.client_secrets().Check(
                                 {claim.environment, claim.client_id, claim.client_secret,
                                  claim.origin.address}));
  BW_TRY_ASSIGN(const auto limit, parts_.verifier.Spend(client.subject.principal));
  BW_TRY_ASSIGN(auto issued, parts_.issuer.Open(client.subject, profile));
  const model::EventBy by(claim.environment,
                          {.kind = std::string(base::Word(issued.session.subject_kind)),
                           .id = issued.session.subject_id,
                           .credential_id = client.secret_id,
                           .origin = claim.origin},
                          issued.session.created_at);
  BW_TRY(parts_.store.Write([&](store::WriteTx& tx) -> base::Status {
    // A reset in between ends all sessions of the application; this session must not be opened
    // after it.
    BW_TRY(check(tx));
    return sessions::Open(tx, issued, by);
  }));
  parts_.verifier.usage().Note(client, parts_.clock.Now());
  return Granted{std::move(issued), std::move(client.subject), limit};
}

}  // namespace bearward::grant
