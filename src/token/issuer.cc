#include "token/issuer.h"

#include <algorithm>
#include <utility>

#include "base/id.h"
#include "crypto/hash.h"
#include "json/writer.h"
#include "store/pruning.h"
#include "store/sessions.h"
#include "token/claim_values.h"
#include "token/jwt.h"
#include "token/reference.h"

namespace bearward::token {
namespace {

// Sets the lifetimes of a generation that begins now.
void SetTimes(model::Session& session, const Profile& profile, bool refresh, base::Time now) {
  session.rotated_at = now;
  session.expires_at = std::chrono::floor<std::chrono::seconds>(now) + profile.access_lifetime;
  session.refresh_expires_at.reset();
  if (refresh && profile.refresh_after_access) {
    session.refresh_expires_at = session.expires_at + *profile.refresh_after_access;
  }
}

model::TokenRecord RecordOf(const model::Session& session, const base::Secret& token,
                            const ClaimFacts& facts) {
  return {.environment = session.environment,
          .hash = crypto::Sha256(token.Reveal()),
          .session = session.id,
          .generation = session.generation,
          .use = facts.use,
          .expires_at = facts.expires_at};
}

std::unexpected<base::Error> UnknownProfile(std::string_view name) {
  return base::Fail(base::Internal("no token profile " + std::string(name)));
}

}  // namespace

Issuer::Issuer(Parts parts, std::string issuer)
    : parts_(parts),
      issuer_(std::move(issuer)),
      successor_key_(parts.ring.Derive("refresh-successor")) {}

model::Session Issuer::Begin(const Subject& subject, const Profile& profile) const {
  model::Session session;
  session.environment = subject.principal.environment;
  session.organization = subject.principal.organization;
  session.subject_kind = subject.principal.subject_kind;
  session.subject_id = subject.principal.subject_id;
  session.profile = std::string(profile.name);
  session.created_at = parts_.clock.Now();
  return session;
}

base::Result<Issued> Issuer::Open(const Subject& subject, std::string_view profile) const {
  return Open(subject, profile, {.issuer = {}, .bounds = {}, .refresh = true});
}

base::Result<Issued> Issuer::Open(const Subject& subject, std::string_view profile,
                                  const Terms& terms) const {
  const Profile* row = parts_.profiles.Find(profile);
  if (row == nullptr) return UnknownProfile(profile);
  model::Session session = Begin(subject, *row);
  session.id = model::NewId<model::SessionId>("session", session.created_at, parts_.entropy);
  session.granted = session.access = terms.bounds;
  SetTimes(session, *row, terms.refresh, session.created_at);
  return Compose(subject, session, nullptr, terms.issuer);
}

base::Result<SelfContained> Issuer::Issue(const Subject& subject, std::string_view profile,
                                          const Terms& terms) const {
  const Profile* row = parts_.profiles.Find(profile);
  if (row == nullptr || row->format != Format::kJwt) return UnknownProfile(profile);
  model::Session session = Begin(subject, *row);
  session.generation = subject.generation;
  session.access = terms.bounds;
  SetTimes(session, *row, false, session.created_at);
  SelfContained issued{
      .access = {},
      .id = std::string(kTokenPrefix) + base::NewUlid(session.created_at, parts_.entropy),
      .expires_at = session.expires_at};
  BW_TRY_ASSIGN(issued.access, MakeJwt(*row, {.subject = subject,
                                              .session = session,
                                              .use = model::TokenUse::kAccess,
                                              .issuer = terms.issuer,
                                              .issued_at = session.rotated_at,
                                              .expires_at = session.expires_at,
                                              .token_id = issued.id,
                                              .issuer_form = row->issuer_form}));
  return issued;
}

model::Session Issuer::Advance(const model::Session& session) const {
  model::Session next = session;
  ++next.generation;
  // Compose refuses a session whose profile no longer exists, so its times do not matter here.
  if (const Profile* row = parts_.profiles.Find(session.profile); row != nullptr) {
    SetTimes(next, *row, session.refresh_expires_at.has_value(), parts_.clock.Now());
  }
  return next;
}

base::Result<Issued> Issuer::Reissue(const Subject& subject, const model::Session& session,
                                     const base::Secret& spent, std::string_view issuer) const {
  return Compose(subject, session, &spent, issuer);
}

base::Result<Issued> Issuer::Compose(const Subject& subject, const model::Session& session,
                                     const base::Secret* spent, std::string_view issuer) const {
  const Profile* profile = parts_.profiles.Find(session.profile);
  if (profile == nullptr) return UnknownProfile(session.profile);
  ClaimFacts facts{.subject = subject,
                   .session = session,
                   .use = model::TokenUse::kAccess,
                   .issuer = issuer.empty() ? issuer_ : issuer,
                   .issued_at = session.rotated_at,
                   .expires_at = session.expires_at,
                   .issuer_form = profile->issuer_form};
  Issued issued{.session = session, .access = {}, .refresh = std::nullopt, .records = {}};
  BW_TRY_ASSIGN(issued.access, MakeToken(*profile, facts, spent));
  // A JWT contains the id and the generation of its session; only a reference token needs a record.
  if (profile->format == Format::kReference) {
    issued.records.push_back(RecordOf(session, issued.access, facts));
  }
  if (!session.refresh_expires_at) return issued;
  facts.use = model::TokenUse::kRefresh;
  facts.expires_at = *session.refresh_expires_at;
  BW_TRY_ASSIGN(issued.refresh, MakeToken(*profile, facts, spent));
  if (profile->refresh_format == Format::kReference) {
    issued.records.push_back(RecordOf(session, *issued.refresh, facts));
  }
  return issued;
}

base::Result<base::Secret> Issuer::MakeToken(const Profile& profile, const ClaimFacts& facts,
                                             const base::Secret* spent) const {
  const bool access = facts.use == model::TokenUse::kAccess;
  const Format format = access ? profile.format : profile.refresh_format;
  if (format == Format::kJwt) return MakeJwt(profile, facts);
  if (spent == nullptr) return NewReference(parts_.entropy);
  return DeriveReference(successor_key_, *spent, facts.use);
}

base::Result<base::Secret> Issuer::MakeJwt(const Profile& profile, const ClaimFacts& facts) const {
  if (profile.write_claims == nullptr) return UnknownProfile(profile.name);
  BW_TRY_ASSIGN(const auto entry,
                parts_.keys.ForSigning(facts.session.environment, KeysOf(profile)));
  std::string payload;
  json::Writer writer(payload);
  profile.write_claims(writer, facts);
  const std::string_view kid = profile.kid_prefix.empty() ? std::string_view() : entry->kid;
  BW_TRY_ASSIGN(std::string token, WriteJwt(payload, kid, entry->key, profile.typ));
  return base::Secret(std::move(token));
}

bool IsSelfContainedId(std::string_view id) { return id.starts_with(kTokenPrefix); }

void EndBy(Issued& issued, base::Time latest) {
  issued.session.expires_at = std::min(issued.session.expires_at, latest);
  for (model::TokenRecord& record : issued.records) {
    record.expires_at = std::min(record.expires_at, latest);
  }
}

base::Status PersistNew(store::WriteTx& tx, const Issued& issued) {
  BW_TRY(store::InsertSession(tx, issued.session));
  for (const model::TokenRecord& record : issued.records) BW_TRY(store::InsertToken(tx, record));
  return {};
}

base::Status PersistNext(store::WriteTx& tx, const Issued& issued) {
  BW_TRY(store::UpdateSession(tx, issued.session));
  BW_TRY(store::DeleteSpentTokens(tx, issued.session, issued.session.rotated_at));
  for (const model::TokenRecord& record : issued.records) BW_TRY(store::InsertToken(tx, record));
  return {};
}

}  // namespace bearward::token
