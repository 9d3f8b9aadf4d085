#include "store/sessions.h"

#include <algorithm>

#include "store/columns.h"

#define SELECT_SESSION                                                                      \
  "SELECT environment_id, id, organization_id, subject_kind, subject_id, profile, "         \
  "generation, created_at, rotated_at, expires_at, refresh_expires_at, ended_at, scopes, "  \
  "audiences, access_scopes, access_audiences, auth_method, ip_address, user_agent, "       \
  "impersonator_id, impersonator_environment_id, impersonator_name, impersonation_reason, " \
  "impersonated_by FROM sessions "

namespace bearward::store {
namespace {

constexpr std::string_view kAccess = "access";
constexpr std::string_view kRefresh = "refresh";

std::string UseName(model::TokenUse use) {
  return std::string(use == model::TokenUse::kAccess ? kAccess : kRefresh);
}

std::optional<model::TokenUse> ParseUse(std::string_view name) {
  if (name == kAccess) return model::TokenUse::kAccess;
  if (name == kRefresh) return model::TokenUse::kRefresh;
  return std::nullopt;
}

std::int64_t OverAt(const model::Session& session) {
  if (session.ended_at) return base::ToMillis(*session.ended_at);
  return base::ToMillis(
      std::max(session.expires_at, session.refresh_expires_at.value_or(session.expires_at)));
}

model::Bounds ReadBounds(Columns& columns) {
  return {.scopes = columns.OptionalList(), .audiences = columns.List()};
}

// BoundsValue is a model::Bounds as values of two columns.
struct BoundsValue {
  Parameter scopes;
  std::string audiences;
};

base::Result<BoundsValue> ValueOf(const model::Bounds& bounds) {
  BoundsValue value;
  BW_TRY_ASSIGN(value.scopes, ListOrNull(bounds.scopes));
  BW_TRY_ASSIGN(value.audiences, ListValue(bounds.audiences));
  return value;
}

std::optional<model::Impersonator> ReadImpersonator(Columns& columns) {
  const auto id = columns.OptionalText();
  model::Impersonator read{.id = id.value_or(""),
                           .environment = columns.Id<model::EnvironmentId>(),
                           .name = columns.Text(),
                           .reason = columns.Text()};
  return id ? std::optional(std::move(read)) : std::nullopt;
}

model::Session ReadSession(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::SessionId>(),
          .organization = columns.Id<model::OrganizationId>(),
          .subject_kind = columns.Word<model::SubjectKind>(),
          .subject_id = columns.Text(),
          .profile = columns.Text(),
          .generation = columns.Integer(),
          .created_at = columns.Time(),
          .rotated_at = columns.Time(),
          .expires_at = columns.Time(),
          .refresh_expires_at = columns.OptionalTime(),
          .ended_at = columns.OptionalTime(),
          .granted = ReadBounds(columns),
          .access = ReadBounds(columns),
          .auth_method = columns.Word<model::AuthMethod>(),
          .ip_address = columns.OptionalText(),
          .user_agent = columns.OptionalText(),
          .impersonator = ReadImpersonator(columns),
          .impersonated_by = columns.Id<model::SessionId>()};
}

EndedMasquerade ReadMasquerade(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Id<model::SessionId>(),
          .organization = columns.Id<model::OrganizationId>()};
}

model::TokenRecord ReadToken(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .hash = columns.Digest(),
          .session = columns.Id<model::SessionId>(),
          .generation = columns.Integer(),
          .use = columns.Word(ParseUse),
          .expires_at = columns.Time()};
}

}  // namespace

base::Result<std::optional<model::Session>> FindSession(ReadTx& tx,
                                                        const model::EnvironmentId& environment,
                                                        const model::SessionId& id) {
  return ReadOne(tx.Execute(SELECT_SESSION "WHERE environment_id = ?1 AND id = ?2",
                            {BorrowedText(environment.text), BorrowedText(id.text)}),
                 ReadSession);
}

base::Status InsertSession(WriteTx& tx, const model::Session& session) {
  BW_TRY_ASSIGN(const BoundsValue granted, ValueOf(session.granted));
  BW_TRY_ASSIGN(const BoundsValue access, ValueOf(session.access));
  const auto& by = session.impersonator;
  return tx.ExecuteLater(
      "INSERT INTO sessions (environment_id, id, organization_id, subject_kind, subject_id, "
      "profile, generation, created_at, rotated_at, expires_at, refresh_expires_at, ended_at, "
      "over_at, scopes, audiences, access_scopes, access_audiences, auth_method, ip_address, "
      "user_agent, impersonator_id, impersonator_name, impersonation_reason, impersonated_by, "
      "impersonator_environment_id) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
      "?19, ?20, ?21, ?22, ?23, ?24, ?25)",
      {BorrowedText(session.environment.text),
       BorrowedText(session.id.text),
       BorrowedText(session.organization.text),
       BorrowedText(base::Word(session.subject_kind)),
       BorrowedText(session.subject_id),
       BorrowedText(session.profile),
       session.generation,
       base::ToMillis(session.created_at),
       base::ToMillis(session.rotated_at),
       base::ToMillis(session.expires_at),
       TimeOrNull(session.refresh_expires_at),
       TimeOrNull(session.ended_at),
       OverAt(session),
       granted.scopes,
       granted.audiences,
       access.scopes,
       access.audiences,
       BorrowedText(base::Word(session.auth_method)),
       TextOrNull(session.ip_address),
       TextOrNull(session.user_agent),
       by ? Parameter(BorrowedText(by->id)) : Parameter(),
       BorrowedText(by ? by->name : std::string_view()),
       BorrowedText(by ? by->reason : std::string_view()),
       BorrowedText(session.impersonated_by.text),
       BorrowedText(by ? by->environment.text : std::string_view())});
}

base::Status UpdateSession(WriteTx& tx, const model::Session& session) {
  BW_TRY_ASSIGN(const BoundsValue access, ValueOf(session.access));
  return ChangedOne(tx.Execute(
      "UPDATE sessions SET organization_id = ?3, generation = ?4, rotated_at = ?5, "
      "expires_at = ?6, refresh_expires_at = ?7, ended_at = ?8, over_at = ?9, access_scopes = ?10, "
      "access_audiences = ?11 "
      "WHERE environment_id = ?1 AND id = ?2 RETURNING 1",
      {BorrowedText(session.environment.text), BorrowedText(session.id.text),
       BorrowedText(session.organization.text), session.generation,
       base::ToMillis(session.rotated_at), base::ToMillis(session.expires_at),
       TimeOrNull(session.refresh_expires_at), TimeOrNull(session.ended_at), OverAt(session),
       access.scopes, access.audiences}));
}

base::Result<std::vector<model::SessionId>> EndSessionsOf(
    WriteTx& tx, const model::EnvironmentId& environment, model::SubjectKind kind,
    std::string_view subject_id, base::Time at,
    const std::optional<model::OrganizationId>& organization) {
  return ReadAll<model::SessionId>(
      tx.Execute("UPDATE sessions SET ended_at = ?4, over_at = ?4 "
                 "WHERE environment_id = ?1 AND subject_id = ?2 AND subject_kind = ?3 "
                 "AND (?5 = '' OR organization_id = ?5) "
                 "AND ended_at IS NULL AND over_at > ?4 RETURNING id",
                 {environment.text, std::string(subject_id), std::string(base::Word(kind)),
                  base::ToMillis(at), organization ? organization->text : std::string()}),
      [](Columns& columns) { return columns.Id<model::SessionId>(); });
}

base::Result<std::vector<model::SessionId>> EndSessionsOutside(
    WriteTx& tx, const model::EnvironmentId& environment, const model::UserId& user,
    std::string_view profile, base::Time at) {
  return ReadAll<model::SessionId>(
      tx.Execute("UPDATE sessions SET ended_at = ?4, over_at = ?4 "
                 "WHERE environment_id = ?1 AND subject_id = ?2 AND subject_kind = ?5 "
                 "AND profile = ?3 AND organization_id = '' "
                 "AND ended_at IS NULL AND over_at > ?4 RETURNING id",
                 {environment.text, user.text, std::string(profile), base::ToMillis(at),
                  std::string(base::Word(model::SubjectKind::kUser))}),
      [](Columns& columns) { return columns.Id<model::SessionId>(); });
}

base::Result<std::vector<EndedMasquerade>> EndMasquerades(WriteTx& tx,
                                                          const model::EnvironmentId& environment,
                                                          const Masquerades& masquerades,
                                                          base::Time at) {
  return ReadAll(
      tx.Execute("UPDATE sessions SET ended_at = ?3, over_at = ?3 "
                 "WHERE impersonator_environment_id = ?1 AND impersonator_id = ?2 "
                 "AND (?4 = '' OR impersonated_by = ?4) AND (?5 = '' OR organization_id = ?5) "
                 "AND ended_at IS NULL AND over_at > ?3 "
                 "RETURNING environment_id, id, organization_id",
                 {environment.text, std::string(masquerades.impersonator), base::ToMillis(at),
                  std::string(masquerades.session),
                  masquerades.organization ? masquerades.organization->text : std::string()}),
      ReadMasquerade);
}

base::Result<std::vector<EndedMasquerade>> EndMasqueradesOf(WriteTx& tx,
                                                            const model::EnvironmentId& environment,
                                                            base::Time at) {
  return ReadAll(
      tx.Execute("UPDATE sessions SET ended_at = ?2, over_at = ?2 "
                 "WHERE impersonator_environment_id = ?1 AND impersonator_id IS NOT NULL "
                 "AND ended_at IS NULL AND over_at > ?2 "
                 "RETURNING environment_id, id, organization_id",
                 {environment.text, base::ToMillis(at)}),
      ReadMasquerade);
}

base::Status EndSessionsIn(WriteTx& tx, const model::EnvironmentId& environment,
                           const std::optional<model::OrganizationId>& organization,
                           base::Time at) {
  return Done(tx.Execute(
      "UPDATE sessions SET ended_at = ?3, over_at = ?3 "
      "WHERE environment_id = ?1 AND (?2 = '' OR organization_id = ?2) "
      "AND ended_at IS NULL AND over_at > ?3",
      {environment.text, organization ? organization->text : std::string(), base::ToMillis(at)}));
}

base::Result<SessionPage> ListSessionsOf(ReadTx& tx, const SessionQuery& query) {
  BW_TRY_ASSIGN(const Direction direction, DirectionOf(query, Order::kDescending));
  std::string sql(SELECT_SESSION
                  "WHERE environment_id = ?1 AND subject_id = ?2 AND subject_kind = 'user' "
                  "AND ended_at IS NULL AND over_at > ?3 ");
  std::vector<Parameter> values = {query.environment.text, query.user.text,
                                   base::ToMillis(query.now), std::int64_t{query.limit} + 1};
  if (direction.cursor != nullptr) {
    BW_TRY_ASSIGN(const auto cursor, FindSession(tx, query.environment, {*direction.cursor}));
    if (!cursor || cursor->subject_id != query.user.text) return base::Fail(InvalidCursor(query));
    sql += direction.ascending ? "AND (created_at, id) > (?5, ?6) "
                               : "AND (created_at, id) < (?5, ?6) ";
    values.emplace_back(base::ToMillis(cursor->created_at));
    values.emplace_back(cursor->id.text);
  }
  if (query.organization) {
    values.emplace_back(query.organization->text);
    sql += "AND organization_id = ?" + std::to_string(values.size()) + " ";
  }
  sql += direction.ascending ? "ORDER BY created_at, id LIMIT ?4"
                             : "ORDER BY created_at DESC, id DESC LIMIT ?4";
  SessionPage page;
  BW_TRY_ASSIGN(page.sessions,
                ReadAll(tx.Execute(sql, std::span<const Parameter>(values)), ReadSession));
  const bool more = page.sessions.size() > static_cast<std::size_t>(query.limit);
  if (more) page.sessions.pop_back();
  if (direction.backwards) std::ranges::reverse(page.sessions);
  const auto id_of = [](const model::Session& session) { return session.id.text; };
  page.ends = page.sessions.empty() ? EndsOf(direction, more, "", "")
                                    : EndsOf(direction, more, id_of(page.sessions.front()),
                                             id_of(page.sessions.back()));
  return page;
}

base::Result<std::optional<model::TokenRecord>> FindTokenByHash(ReadTx& tx,
                                                                const base::Digest& hash) {
  BW_TRY_ASSIGN(auto tokens,
                ReadAll(tx.Execute("SELECT environment_id, hash, session_id, generation, use, "
                                   "expires_at FROM tokens WHERE hash64 = ?1",
                                   {base::Prefix64(hash)}),
                        ReadToken));
  return PickByHash(std::move(tokens), hash);
}

base::Status InsertToken(WriteTx& tx, const model::TokenRecord& token) {
  // A unique index on the whole hash would also ensure this, but is four times as large as the
  // index on 64 bits.
  BW_TRY_ASSIGN(const auto known, FindTokenByHash(tx, token.hash));
  if (known) return base::Fail(base::Exists("already_exists", "This is taken already."));
  return tx.ExecuteLater(
      "INSERT INTO tokens (environment_id, session_id, hash64, hash, generation, use, "
      "expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
      {BorrowedText(token.environment.text), BorrowedText(token.session.text),
       base::Prefix64(token.hash), BytesOf(token.hash), token.generation, UseName(token.use),
       base::ToMillis(token.expires_at)});
}

}  // namespace bearward::store
