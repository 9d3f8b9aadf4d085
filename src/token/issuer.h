// Issuer: turns a subject into a session with its tokens, in the form of a profile. It signs, so it
// is called before a transaction; Persist writes what it made.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "model/session.h"
#include "store/store.h"
#include "token/claims.h"
#include "token/keys.h"
#include "token/profiles.h"

namespace bearward::token {

// Issued is a session at one generation with that generation's tokens. `records` are the rows by
// which the tokens are found again.
struct Issued {
  model::Session session;
  base::Secret access;
  std::optional<base::Secret> refresh;
  std::vector<model::TokenRecord> records;
};

// Terms is what was agreed for the tokens of a client. `issuer` is what we are called there.
struct Terms {
  std::string issuer;
  model::Bounds bounds;
  bool refresh = false;
};

// SelfContained is a JWT that stands for no session. Nobody keeps it: its id, the clock and the
// generation of its subject are all that can end it.
struct SelfContained {
  base::Secret access;
  std::string id;  // tok_..., the `jti`
  base::Time expires_at;
};

// Issuer is immutable and safe from any thread.
class Issuer {
 public:
  struct Parts {
    const Profiles& profiles;
    const Keys& keys;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  // issuer is the `iss` of the profiles that have one: the public base URL of this server.
  Issuer(Parts parts, std::string issuer);

  // Open begins a session at generation 0. `profile` is the name of a row. Its times end on whole
  // seconds, since that is all that the wire shows of them.
  base::Result<Issued> Open(const Subject& subject, std::string_view profile) const;
  base::Result<Issued> Open(const Subject& subject, std::string_view profile,
                            const Terms& terms) const;
  // Issue makes a token without a session, of a profile of JWTs.
  base::Result<SelfContained> Issue(const Subject& subject, std::string_view profile,
                                    const Terms& terms) const;
  // Advance gives the session one generation on, as of now: what a refresh makes of it.
  model::Session Advance(const model::Session& session) const;
  // Reissue makes the tokens of the session's present generation out of the refresh token that was
  // spent for it. The same spent token gives the same reference tokens, and the same JWTs while the
  // signing key is the same. `issuer` is what we are called there; empty: as in issuer().
  base::Result<Issued> Reissue(const Subject& subject, const model::Session& session,
                               const base::Secret& spent, std::string_view issuer = {}) const;

  const std::string& issuer() const { return issuer_; }

 private:
  model::Session Begin(const Subject& subject, const Profile& profile) const;
  base::Result<base::Secret> MakeToken(const Profile& profile, const ClaimFacts& facts,
                                       const base::Secret* spent) const;
  base::Result<base::Secret> MakeJwt(const Profile& profile, const ClaimFacts& facts) const;
  base::Result<Issued> Compose(const Subject& subject, const model::Session& session,
                               const base::Secret* spent, std::string_view issuer) const;

  Parts parts_;
  std::string issuer_;
  base::Secret successor_key_;
};

// IsSelfContainedId tells the id of such a token from that of a session or a key.
bool IsSelfContainedId(std::string_view id);

// PersistNew inserts an opened session with its token records.
base::Status PersistNew(store::WriteTx& tx, const Issued& issued);
// PersistNext updates a session that was refreshed, drops its old access tokens and inserts the new
// records. Old refresh tokens stay, to recognise their reuse.
base::Status PersistNext(store::WriteTx& tx, const Issued& issued);

}  // namespace bearward::token
