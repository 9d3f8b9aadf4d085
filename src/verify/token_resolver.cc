#include "verify/token_resolver.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "crypto/hash.h"
#include "store/applications.h"
#include "store/sessions.h"
#include "store/spent_tokens.h"
#include "token/jwt.h"
#include "token/reference.h"
#include "verify/refusal.h"
#include "verify/subject.h"

namespace bearward::verify {
namespace {

using token::SigningKeyEntry;

// From an ECDSA signature anyone can compute a second valid one (the other s). A token must have
// only one valid spelling.
bool IsSignedBy(const token::Jwt& jwt, const SigningKeyEntry& entry) {
  if (entry.low_s && !crypto::HasLowS(jwt.signature)) return false;
  return HasValidSignature(jwt, entry.key.verify_key());
}

// Finds the key that the header names. The signature is not checked.
std::shared_ptr<const SigningKeyEntry> NamedSigner(const token::Jwt& jwt, const token::Keys& keys,
                                                   const token::Profiles& profiles) {
  auto entry = keys.ByKid(jwt.kid);
  const token::Profile* profile = entry ? profiles.FindSigned(entry->profile, jwt.typ) : nullptr;
  return profile == nullptr || profile->kid_prefix.empty() ? nullptr : entry;
}

// Finds the only key that may have signed the token, and checks the signature: by the kid of the
// header if the profile writes one, otherwise by the claimed environment.
std::shared_ptr<const SigningKeyEntry> SignerOf(const token::Jwt& jwt, const token::Keys& keys,
                                                const token::Profiles& profiles) {
  if (!jwt.kid.empty()) {
    auto entry = NamedSigner(jwt, keys, profiles);
    return entry && IsSignedBy(jwt, *entry) ? entry : nullptr;
  }
  for (const token::Profile& profile : profiles.rows()) {
    if (profile.environment_hint == nullptr || !profile.kid_prefix.empty()) continue;
    if (jwt.typ != profile.typ) continue;
    const auto environment = profile.environment_hint(jwt.payload);
    if (!environment) continue;
    for (auto& entry : keys.Candidates(*environment, profile.name)) {
      if (IsSignedBy(jwt, *entry)) return entry;
    }
  }
  return nullptr;
}

// Stores the audience of a token, if it has one.
void SetAudience(const std::vector<std::string>& names, std::string_view our_name,
                 model::Principal& principal) {
  if (names.empty()) return;
  const bool ours = std::ranges::any_of(names, [&](const std::string& name) {
    return token::IsOurName(name, our_name, principal.environment);
  });
  principal.audience = base::Shared(model::Audience{names, ours});
}

// Loads the principal of a token without a session. The application must be at the generation of
// the token, and the token itself must not be revoked.
base::Result<model::Principal> LoadSelfContained(store::ReadTx& tx,
                                                 const model::EnvironmentId& environment,
                                                 const token::ReadFacts& facts) {
  BW_TRY_ASSIGN(const auto application,
                store::FindApplicationByClientId(tx, environment, facts.client_id));
  BW_TRY_ASSIGN(token::Subject subject, LoadApplicationSubject(tx, environment, application));
  if (subject.generation != facts.generation) return Refuse(Refusal::kTokenSuperseded);
  BW_TRY_ASSIGN(const bool revoked, store::IsTokenRevoked(tx, environment, facts.token_id));
  if (revoked) return Refuse(Refusal::kTokenRevoked);
  LimitToScopes(facts.scopes, subject.principal);
  return std::move(subject.principal);
}

}  // namespace

// ReadJwt is a JWT with its claims parsed. Its lifetime is not checked yet.
struct TokenResolver::ReadJwt {
  model::EnvironmentId environment;
  const token::Profile* profile;
  token::ReadFacts facts;

  static base::Result<ReadJwt> Of(const token::Jwt& jwt, const SigningKeyEntry& signer,
                                  const token::Profiles& profiles, std::string_view issuer) {
    const token::Profile* profile = profiles.FindSigned(signer.profile, jwt.typ);
    if (profile == nullptr || profile->read_claims == nullptr)
      return Refuse(Refusal::kInvalidSignature);
    BW_TRY_ASSIGN(token::ReadFacts facts,
                  profile->read_claims(jwt.payload, issuer, signer.environment));
    return ReadJwt{signer.environment, profile, std::move(facts)};
  }
  // CheckAccess refuses anything but an access token, and a token outside its lifetime.
  base::Status CheckAccess(base::Time now) const {
    if (facts.use != model::TokenUse::kAccess) return Refuse(Refusal::kUnknownToken);
    if (now >= facts.expires_at + profile->leeway) return Refuse(Refusal::kTokenExpired);
    if (facts.not_before && now + profile->leeway < *facts.not_before) {
      return Refuse(Refusal::kTokenNotYetValid);
    }
    return {};
  }
  SubjectKey subject() const {
    return {.environment = environment.text,
            .kind = "client",
            .subject = facts.client_id,
            .organization = {},
            .profile = profile->name,
            .credential = model::CredentialKind::kJwt,
            .scopes = &facts.scopes,
            .audiences = &facts.audiences};
  }
  Resolved By(std::shared_ptr<const model::Principal> principal) const {
    const std::string_view id = facts.session.empty() ? facts.token_id : facts.session.text;
    return {std::move(principal), {base::ShortText<39>(id), facts.expires_at}};
  }
};

// WantedSession is a session as a token names it.
struct TokenResolver::WantedSession {
  const model::EnvironmentId& environment;
  const model::SessionId& id;
  std::int64_t generation;
  std::string_view profile;  // empty: any
  model::CredentialKind credential;
};

base::Result<TokenResolver::ReadJwt> TokenResolver::ReadSigned(std::string_view text) const {
  BW_TRY_ASSIGN(const token::Jwt jwt, token::ParseJwt(text));
  const auto signer = SignerOf(jwt, parts_.keys, parts_.profiles);
  // If the newest keys are not loaded, it is unknown whether a key with this kid exists.
  if (!signer && parts_.keys.ByKid(jwt.kid) == nullptr) BW_TRY(parts_.keys.last_rotation());
  if (!signer) return Refuse(Refusal::kInvalidSignature);
  return ReadJwt::Of(jwt, *signer, parts_.profiles, issuer_);
}

// The unverified claims are used only to find out whether the signature is the only missing check.
// No answer is returned before the signature is checked.
std::optional<ResolvedResult> TokenResolver::FromMemory(const Credential& credential) const {
  if (credential.scheme != Scheme::kBearer) return std::nullopt;
  if (!token::MentionsTyp(credential.token, token::kAccessTokenTyp)) return std::nullopt;
  const auto jwt = token::ParseJwt(credential.token);
  const auto signer = jwt ? NamedSigner(*jwt, parts_.keys, parts_.profiles) : nullptr;
  if (!signer) return std::nullopt;
  const auto read = ReadJwt::Of(*jwt, *signer, parts_.profiles, issuer_);
  auto principal = read ? FindCached(*read) : nullptr;
  if (!principal) return std::nullopt;
  if (!IsSignedBy(*jwt, *signer)) return Refuse(Refusal::kInvalidSignature);
  if (auto good = read->CheckAccess(parts_.clock.Now()); !good) {
    return base::Fail(std::move(good).error());
  }
  return read->By(std::move(principal));
}

// With another generation, or if the token may be revoked, the store must be read.
TokenResolver::Principal TokenResolver::FindCached(const ReadJwt& jwt) const {
  if (!jwt.facts.session.empty()) return nullptr;
  auto subject = parts_.subjects.Find(jwt.subject());
  if (!subject || subject->generation != jwt.facts.generation) return nullptr;
  return parts_.revoked.MayHold(jwt.facts.token_id) ? nullptr : std::move(subject->principal);
}

ResolvedResult TokenResolver::FromJwt(std::string_view text, std::uint64_t epoch) const {
  BW_TRY_ASSIGN(const ReadJwt jwt, ReadSigned(text));
  BW_TRY(jwt.CheckAccess(parts_.clock.Now()));
  if (jwt.facts.session.empty()) return SelfContained(jwt, epoch);
  const WantedSession wanted{jwt.environment, jwt.facts.session, jwt.facts.generation,
                             jwt.profile->name, model::CredentialKind::kJwt};
  BW_TRY_ASSIGN(auto principal, parts_.store.Read([&](store::ReadTx& tx) {
    return LoadSession(tx, wanted, epoch);
  }));
  return jwt.By(std::move(principal));
}

ResolvedResult TokenResolver::SelfContained(const ReadJwt& jwt, std::uint64_t epoch) const {
  if (auto known = FindCached(jwt)) return jwt.By(std::move(known));
  BW_TRY_ASSIGN(model::Principal loaded, parts_.store.Read([&](store::ReadTx& tx) {
    return LoadSelfContained(tx, jwt.environment, jwt.facts);
  }));
  loaded.credential = model::CredentialKind::kJwt;
  loaded.profile = jwt.profile->name;
  loaded.profile_bit = jwt.profile->bit;
  SetAudience(jwt.facts.audiences, issuer_, loaded);
  auto principal = std::make_shared<const model::Principal>(std::move(loaded));
  parts_.subjects.Put(jwt.subject(), {principal, jwt.facts.generation}, epoch);
  return jwt.By(std::move(principal));
}

// Loads the principal of a token with a session. The session must not have ended and must be at the
// generation of the token. It is read each time, because it can end; its subject is usually cached.
base::Result<TokenResolver::Principal> TokenResolver::LoadSession(store::ReadTx& tx,
                                                                  const WantedSession& wanted,
                                                                  std::uint64_t epoch) const {
  BW_TRY_ASSIGN(const auto session, store::FindSession(tx, wanted.environment, wanted.id));
  // The row of a new session may be committed a moment later, so this is not permanent.
  if (!session) return Refuse(Refusal::kSessionUnknown);
  if (session->ended_at) return Refuse(Refusal::kSessionEnded);
  if (!wanted.profile.empty() && session->profile != wanted.profile) {
    return Refuse(Refusal::kUnknownToken);
  }
  if (session->generation != wanted.generation) return Refuse(Refusal::kTokenSuperseded);
  const auto& bounds = session->access;
  const SubjectKey key{.environment = session->environment.text,
                       .kind = base::Word(session->subject_kind),
                       .subject = session->subject_id,
                       .organization = session->organization.text,
                       .profile = session->profile,
                       .credential = wanted.credential,
                       .scopes = bounds.scopes ? &*bounds.scopes : nullptr,
                       .audiences = &bounds.audiences};
  // A principal that names an impersonator belongs to its session only.
  const bool common = !session->impersonator;
  if (auto known = common ? parts_.subjects.Find(key) : std::nullopt) {
    return std::move(known->principal);
  }
  BW_TRY_ASSIGN(token::Subject subject, LoadSessionSubject(tx, *session));
  if (session->impersonator) subject.principal.impersonator = base::Shared(*session->impersonator);
  subject.principal.credential = wanted.credential;
  const token::Profile* const profile = parts_.profiles.Find(session->profile);
  subject.principal.profile = session->profile;
  subject.principal.profile_bit = profile != nullptr ? profile->bit : model::ProfileSet{0};
  if (bounds.scopes) LimitToScopes(*bounds.scopes, subject.principal);
  SetAudience(bounds.audiences, issuer_, subject.principal);
  auto principal = std::make_shared<const model::Principal>(std::move(subject.principal));
  if (common) parts_.subjects.Put(key, {principal, 0}, epoch);
  return principal;
}

ResolvedResult TokenResolver::FromReference(const base::Digest& hash, std::uint64_t epoch) const {
  const base::Time now = parts_.clock.Now();
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<Resolved> {
    BW_TRY_ASSIGN(const auto record, store::FindTokenByHash(tx, hash));
    if (!record || record->use != model::TokenUse::kAccess) return Refuse(Refusal::kUnknownToken);
    if (now >= record->expires_at) return Refuse(Refusal::kTokenExpired);
    const WantedSession wanted{record->environment,
                               record->session,
                               record->generation,
                               {},
                               model::CredentialKind::kReference};
    BW_TRY_ASSIGN(auto principal, LoadSession(tx, wanted, epoch));
    return Resolved{std::move(principal),
                    {base::ShortText<39>(record->session.text), record->expires_at}};
  });
}

base::Result<RefreshClaim> TokenResolver::ReadRefresh(const base::Secret& text,
                                                      std::string_view profile) const {
  const auto invalid = [] { return Refuse(Refusal::kInvalidRefreshToken); };
  const token::Profile* row = parts_.profiles.Find(profile);
  if (row == nullptr || !row->refresh_after_access) return invalid();
  if (row->refresh_format == token::Format::kJwt) return ReadRefreshJwt(text.Reveal(), *row);
  if (!token::LooksLikeReference(text.Reveal())) return invalid();
  const base::Time now = parts_.clock.Now();
  const base::Digest hash = crypto::Sha256(text.Reveal());
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<RefreshClaim> {
    BW_TRY_ASSIGN(const auto record, store::FindTokenByHash(tx, hash));
    if (!record || record->use != model::TokenUse::kRefresh || now >= record->expires_at) {
      return invalid();
    }
    BW_TRY_ASSIGN(const auto session, store::FindSession(tx, record->environment, record->session));
    if (!session || session->profile != profile) return invalid();
    return RefreshClaim{record->environment, record->session, record->generation};
  });
}

base::Result<RefreshClaim> TokenResolver::ReadRefreshJwt(std::string_view text,
                                                         const token::Profile& profile) const {
  const auto invalid = [] { return Refuse(Refusal::kInvalidRefreshToken); };
  const base::Result<ReadJwt> jwt = ReadSigned(text);
  if (!jwt || jwt->profile != &profile || jwt->facts.use != model::TokenUse::kRefresh) {
    return invalid();
  }
  if (parts_.clock.Now() >= jwt->facts.expires_at) return invalid();
  return RefreshClaim{jwt->environment, jwt->facts.session, jwt->facts.generation};
}

}  // namespace bearward::verify
