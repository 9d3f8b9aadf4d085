#include "store/applications.h"

#include "model/access_profile.h"
#include "store/columns.h"
#include "store/table.h"

namespace bearward::store {
namespace {

const TableOf<model::AccessProfile>& AccessProfiles() {
  static const TableOf<model::AccessProfile> table(model::kAccessProfile);
  return table;
}

const TableOf<model::Application>& Applications() {
  static const TableOf<model::Application> table(model::kApplicationRecord);
  return table;
}

model::ApplicationSecret ReadSecret(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .id = columns.Text(),
          .application = columns.Id<model::ApplicationId>(),
          .hash = columns.Digest(),
          .hint = columns.Text(),
          .created_at = columns.Time(),
          .expires_at = columns.OptionalTime(),
          .last_used_at = columns.OptionalTime()};
}

base::Status Retire(WriteTx& tx, const model::EnvironmentId& environment,
                    const model::ApplicationId& application, const base::Digest& hash) {
  BW_TRY_ASSIGN(const std::int64_t sequence,
                ReadInteger(tx.Execute("SELECT coalesce(max(sequence), 0) + 1 FROM retired_secrets "
                                       "WHERE environment_id = ?1 AND application_id = ?2",
                                       {environment.text, application.text})));
  BW_TRY(Done(tx.Execute(
      "INSERT INTO retired_secrets (environment_id, application_id, hash, sequence) "
      "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (environment_id, application_id, hash) DO NOTHING",
      {environment.text, application.text, BytesOf(hash), sequence})));
  return Done(
      tx.Execute("DELETE FROM retired_secrets WHERE environment_id = ?1 AND application_id = ?2 "
                 "AND sequence <= ?3",
                 {environment.text, application.text, sequence - kRetiredSecrets}));
}

}  // namespace

base::Result<std::optional<model::AccessProfile>> FindAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name) {
  BW_TRY_ASSIGN(auto described, FindDescribedAccessProfile(tx, environment, name));
  if (described) return described;
  auto predefined = model::PredefinedAccessProfile(name);
  if (!predefined) return std::nullopt;
  std::string compact = predefined->name;
  std::erase(compact, ' ');
  for (const std::string& spelling : {predefined->name, compact}) {
    if (spelling == name) continue;
    BW_TRY_ASSIGN(auto other, FindDescribedAccessProfile(tx, environment, spelling));
    if (other) return other;
  }
  return predefined;
}

base::Result<std::optional<model::AccessProfile>> FindDescribedAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name) {
  return AccessProfiles().Find(tx, environment, name);
}

base::Status PutAccessProfile(WriteTx& tx, const model::EnvironmentId& environment,
                              model::AccessProfile profile) {
  profile.environment = environment;
  BW_TRY_ASSIGN(const auto found, AccessProfiles().Find(tx, environment, profile.name));
  return found ? AccessProfiles().Update(tx, profile) : AccessProfiles().Insert(tx, profile);
}

base::Result<bool> IsAccessProfileUsed(ReadTx& tx, const model::EnvironmentId& environment,
                                       std::string_view name) {
  BW_TRY_ASSIGN(const Rows rows, tx.Execute("SELECT 1 FROM applications WHERE environment_id = ?1 "
                                            "AND access_profile = ?2 LIMIT 1",
                                            {environment.text, std::string(name)}));
  return !rows.empty();
}

base::Result<std::optional<model::Application>> FindApplication(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& id) {
  return Applications().Find(tx, environment, id.text);
}

base::Result<std::optional<model::Application>> FindApplicationByClientId(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view client_id) {
  return Applications().FindWhere(tx, "environment_id = ?1 AND client_id = ?2",
                                  {environment.text, std::string(client_id)});
}

base::Result<std::optional<model::Application>> FindApplicationByName(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view name) {
  return Applications().FindWhere(
      tx, "environment_id = ?1 AND organization_id = ?2 AND name = ?3 ORDER BY id LIMIT 1",
      {environment.text, organization.text, std::string(name)});
}

base::Status InsertApplication(WriteTx& tx, const model::Application& application) {
  return Applications().Insert(tx, application);
}

base::Status UpdateApplication(WriteTx& tx, const model::Application& application) {
  return Applications().Update(tx, application);
}

base::Status RaiseGenerations(WriteTx& tx, const model::EnvironmentId& environment,
                              const std::optional<model::OrganizationId>& organization) {
  return Done(
      tx.Execute("UPDATE applications SET generation = generation + 1 "
                 "WHERE environment_id = ?1 AND (?2 = '' OR organization_id = ?2)",
                 {environment.text, organization ? organization->text : std::string()}));
}

base::Result<std::vector<model::ApplicationSecret>> ListSecrets(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& application) {
  return ReadAll(tx.Execute("SELECT environment_id, id, application_id, hash, hint, created_at, "
                            "expires_at, last_used_at FROM application_secrets "
                            "WHERE environment_id = ?1 AND application_id = ?2 ORDER BY id",
                            {BorrowedText(environment.text), BorrowedText(application.text)}),
                 ReadSecret);
}

base::Status InsertSecret(WriteTx& tx, const model::ApplicationSecret& secret) {
  return Done(
      tx.Execute("INSERT INTO application_secrets (environment_id, id, application_id, hash, hint, "
                 "created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                 {secret.environment.text, secret.id, secret.application.text, BytesOf(secret.hash),
                  secret.hint, base::ToMillis(secret.created_at), TimeOrNull(secret.expires_at)}));
}

base::Status LimitSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, base::Time at) {
  return Done(
      tx.Execute("UPDATE application_secrets SET expires_at = ?3 WHERE environment_id = ?1 "
                 "AND application_id = ?2 AND (expires_at IS NULL OR expires_at > ?3)",
                 {environment.text, application.text, base::ToMillis(at)}));
}

base::Result<bool> DeleteSecret(WriteTx& tx, const model::EnvironmentId& environment,
                                const model::ApplicationId& application, std::string_view id) {
  BW_TRY_ASSIGN(
      const auto hash,
      ReadOne<base::Digest>(tx.Execute("DELETE FROM application_secrets WHERE environment_id = ?1 "
                                       "AND application_id = ?2 AND id = ?3 RETURNING hash",
                                       {environment.text, application.text, std::string(id)}),
                            [](Columns& columns) { return columns.Digest(); }));
  if (!hash) return false;
  BW_TRY(Retire(tx, environment, application, *hash));
  return true;
}

base::Status NoteSecretUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application, std::string_view id,
                           base::Time at) {
  return Done(
      tx.Execute("UPDATE application_secrets SET last_used_at = ?4 WHERE "
                 "environment_id = ?1 AND application_id = ?2 AND id = ?3 "
                 "AND (last_used_at IS NULL OR last_used_at < ?4)",
                 {environment.text, application.text, std::string(id), base::ToMillis(at)}));
}

base::Status DeleteSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application) {
  BW_TRY_ASSIGN(const auto secrets, ListSecrets(tx, environment, application));
  for (const model::ApplicationSecret& secret : secrets) {
    BW_TRY(DeleteSecret(tx, environment, application, secret.id));
  }
  return {};
}

base::Status RetireSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application, base::Time at) {
  BW_TRY(DeleteSecrets(tx, environment, application));
  return Done(
      tx.Execute("INSERT INTO deleted_secrets (environment_id, hash, application_id, deleted_at) "
                 "SELECT environment_id, hash, application_id, ?3 FROM retired_secrets WHERE "
                 "environment_id = ?1 AND application_id = ?2 "
                 "ON CONFLICT (environment_id, hash) DO NOTHING",
                 {environment.text, application.text, base::ToMillis(at)}));
}

base::Result<bool> IsRetiredSecret(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::ApplicationId& application,
                                   const base::Digest& hash) {
  BW_TRY_ASSIGN(const Rows rows,
                tx.Execute("SELECT 1 FROM retired_secrets WHERE environment_id = ?1 "
                           "AND application_id = ?2 AND hash = ?3 UNION ALL "
                           "SELECT 1 FROM deleted_secrets WHERE environment_id = ?1 AND hash = ?3",
                           {environment.text, application.text, BytesOf(hash)}));
  return !rows.empty();
}

}  // namespace bearward::store
