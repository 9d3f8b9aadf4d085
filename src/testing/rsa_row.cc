#include "testing/rsa_row.h"

#include "base/id.h"
#include "crypto/certificate.h"
#include "testing/must.h"
#include "token/keys.h"

namespace bearward::testing {
namespace {

const crypto::SigningKey& KeyOfThisProcess(base::Entropy& entropy) {
  static const crypto::SigningKey kKey =
      Must(crypto::SigningKey::Generate(crypto::Algorithm::kRs256, entropy));
  return kKey;
}

}  // namespace

store::SigningKeyRow RsaRow(const crypto::KeyRing& ring, const model::EnvironmentId& environment,
                            base::Time now, base::Entropy& entropy) {
  const crypto::SigningKey& key = KeyOfThisProcess(entropy);
  const token::Profiles profiles;
  const token::Profile& profile = *profiles.Find(token::kWorkOsClient);
  store::SigningKeyRow row;
  row.environment = environment;
  row.kid = std::string(profile.kid_prefix) + base::NewUlid(now, entropy);
  row.profile = profile.name;
  row.algorithm = base::Word(key.algorithm());
  row.sealed = Must(ring.Seal(key.Serialize(), "signing-key"));
  row.certificate = Must(crypto::MakeKeyCertificate(key, row.kid, now, std::chrono::days(91)));
  row.created_at = row.active_from = now;
  row.retire_at = now + token::KeySchedule().signs;
  row.forget_at = row.retire_at + profiles.LongestLifetime(profile.name) + std::chrono::hours(1);
  return row;
}

}  // namespace bearward::testing
