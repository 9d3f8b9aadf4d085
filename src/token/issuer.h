// Issuer: creates a session and its tokens for a subject, in the form of a profile. It signs, so
// call it before the transaction; PersistNew and PersistNext write the result.
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

// Issued is a session at one generation, with the tokens of that generation. `records` are the rows
// by which reference tokens are looked up; a JWT has none.
struct Issued {
  model::Session session;
  base::Secret access;
  std::optional<base::Secret> refresh;
  std::vector<model::TokenRecord> records;
};

// Terms are the agreed properties of the tokens of a client. `issuer` is the issuer name to use.
struct Terms {
  std::string issuer;
  model::Bounds bounds;
  bool refresh = false;
};

// SelfContained is a JWT without a session. It is not stored. Only a revocation of its id, its
// expiry and the generation of its subject can end it.
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
    Keys& keys;
    const crypto::KeyRing& ring;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  // `issuer` is the `iss` of the profiles that have one: the public base URL of this server.
  Issuer(Parts parts, std::string issuer);

  // Open begins a session at generation 0. `profile` is the name of a row. Expiry times are whole
  // seconds, because the tokens show only seconds.
  base::Result<Issued> Open(const Subject& subject, std::string_view profile) const;
  base::Result<Issued> Open(const Subject& subject, std::string_view profile,
                            const Terms& terms) const;
  // Issue creates a token without a session, of a JWT profile.
  base::Result<SelfContained> Issue(const Subject& subject, std::string_view profile,
                                    const Terms& terms) const;
  // Advance returns the session at the next generation, as of now: the result of a refresh.
  model::Session Advance(const model::Session& session) const;
  // Reissue creates the tokens of the current generation of the session from the spent refresh
  // token. The same spent token yields the same reference tokens, and the same JWTs while the
  // signing key is the same. `issuer` is the issuer name to use; empty: as in issuer().
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

// IsSelfContainedId says whether an id belongs to a token without a session, not to a session or
// key.
bool IsSelfContainedId(std::string_view id);

// EndBy lets a new session with reference tokens, and these, expire at `latest` if they would live
// longer. A JWT states its own expiry, so this is not for profiles that have one.
void EndBy(Issued& issued, base::Time latest);

// PersistNew inserts a new session with its token records.
base::Status PersistNew(store::WriteTx& tx, const Issued& issued);
// PersistNext updates a refreshed session, deletes its old access tokens and inserts the new
// records. Old refresh tokens stay, to detect their reuse.
base::Status PersistNext(store::WriteTx& tx, const Issued& issued);

}  // namespace bearward::token
