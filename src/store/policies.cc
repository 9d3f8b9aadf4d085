#include "store/policies.h"

#include "store/columns.h"

#define SELECT_POLICY                                                                           \
  "SELECT environment_id, name, credentials, permissions, organization_id, audience, methods, " \
  "path_prefixes, identity, identity_jwt, hide_credential, path_forms, cors_preflight, "        \
  "created_at, updated_at FROM policies "

namespace bearward::store {
namespace {

// Lists are the list fields of a policy as column values.
struct Lists {
  std::string credentials;
  std::string permissions;
  std::string methods;
  std::string path_prefixes;
  std::string path_forms;
};

base::Result<Lists> ListsOf(const model::Policy& policy) {
  std::vector<std::string> credentials;
  for (const model::PolicyCredential credential : policy.credentials) {
    credentials.emplace_back(model::PolicyCredentialName(credential));
  }
  Lists lists;
  BW_TRY_ASSIGN(lists.credentials, ListValue(credentials));
  BW_TRY_ASSIGN(lists.permissions, ListValue(policy.permissions));
  BW_TRY_ASSIGN(lists.methods, ListValue(policy.methods));
  BW_TRY_ASSIGN(lists.path_prefixes, ListValue(policy.path_prefixes));
  std::vector<std::string> forms;
  for (const model::PathForm form : policy.path_forms) {
    forms.emplace_back(model::PathFormName(form));
  }
  BW_TRY_ASSIGN(lists.path_forms, ListValue(forms));
  return lists;
}

// Values that this version does not know are dropped: the policy then does not accept such a
// credential.
std::vector<model::PolicyCredential> ReadCredentials(Columns& columns) {
  std::vector<model::PolicyCredential> credentials;
  for (const std::string& word : columns.List()) {
    if (const auto known = model::ParsePolicyCredential(word)) credentials.push_back(*known);
  }
  return credentials;
}

// Unknown values are dropped: the policy then does not accept such a form.
std::vector<model::PathForm> ReadPathForms(Columns& columns) {
  std::vector<model::PathForm> forms;
  for (const std::string& word : columns.List()) {
    if (const auto known = model::ParsePathForm(word)) forms.push_back(*known);
  }
  return forms;
}

model::Policy ReadPolicy(Columns& columns) {
  return {.environment = columns.Id<model::EnvironmentId>(),
          .name = columns.Text(),
          .credentials = ReadCredentials(columns),
          .permissions = columns.List(),
          .organization = columns.OptionalId<model::OrganizationId>(),
          .audience = columns.OptionalText(),
          .methods = columns.List(),
          .path_prefixes = columns.List(),
          .identity = columns.Word(model::ParseIdentityPreset),
          .identity_jwt = columns.Flag(),
          .hide_credential = columns.Flag(),
          .path_forms = ReadPathForms(columns),
          .cors_preflight = columns.Flag(),
          .created_at = columns.Time(),
          .updated_at = columns.Time()};
}

}  // namespace

base::Result<std::optional<model::Policy>> FindPolicy(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view name) {
  return ReadOne(tx.Execute(SELECT_POLICY "WHERE environment_id = ?1 AND name = ?2",
                            {environment.text, std::string(name)}),
                 ReadPolicy);
}

base::Result<std::vector<model::Policy>> ListPolicies(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      std::string_view after, int limit) {
  return ReadAll(
      tx.Execute(SELECT_POLICY "WHERE environment_id = ?1 AND name > ?2 ORDER BY name LIMIT ?3",
                 {environment.text, std::string(after), std::int64_t{limit}}),
      ReadPolicy);
}

base::Result<std::vector<model::Policy>> ListAllPolicies(ReadTx& tx) {
  return ReadAll(tx.Execute(SELECT_POLICY "ORDER BY environment_id, name"), ReadPolicy);
}

base::Status InsertPolicy(WriteTx& tx, const model::Policy& policy) {
  BW_TRY_ASSIGN(const Lists lists, ListsOf(policy));
  return Done(tx.Execute(
      "INSERT INTO policies (environment_id, name, credentials, permissions, organization_id, "
      "methods, path_prefixes, identity, identity_jwt, hide_credential, created_at, updated_at, "
      "audience, path_forms, cors_preflight) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
      {policy.environment.text, policy.name, lists.credentials, lists.permissions,
       IdOrNull(policy.organization), lists.methods, lists.path_prefixes,
       std::string(model::IdentityPresetName(policy.identity)), policy.identity_jwt,
       policy.hide_credential, base::ToMillis(policy.created_at), base::ToMillis(policy.updated_at),
       TextOrNull(policy.audience), lists.path_forms, policy.cors_preflight}));
}

base::Status UpdatePolicy(WriteTx& tx, const model::Policy& policy) {
  BW_TRY_ASSIGN(const Lists lists, ListsOf(policy));
  return ChangedOne(tx.Execute(
      "UPDATE policies SET credentials = ?3, permissions = ?4, organization_id = ?5, methods = ?6, "
      "path_prefixes = ?7, identity = ?8, identity_jwt = ?9, hide_credential = ?10, "
      "updated_at = ?11, audience = ?12, path_forms = ?13, cors_preflight = ?14 "
      "WHERE environment_id = ?1 AND name = ?2 RETURNING 1",
      {policy.environment.text, policy.name, lists.credentials, lists.permissions,
       IdOrNull(policy.organization), lists.methods, lists.path_prefixes,
       std::string(model::IdentityPresetName(policy.identity)), policy.identity_jwt,
       policy.hide_credential, base::ToMillis(policy.updated_at), TextOrNull(policy.audience),
       lists.path_forms, policy.cors_preflight}));
}

base::Status DeletePolicy(WriteTx& tx, const model::EnvironmentId& environment,
                          std::string_view name) {
  return Done(tx.Execute("DELETE FROM policies WHERE environment_id = ?1 AND name = ?2",
                         {environment.text, std::string(name)}));
}

}  // namespace bearward::store
