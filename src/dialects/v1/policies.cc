#include "dialects/v1/policies.h"

#include <string>
#include <utility>
#include <vector>

#include "dialects/v1/codec.h"

namespace bearward::dialects::v1 {
namespace {

using base::Result;
using door::Call;
using door::Reply;

base::Error WrongField(std::string reason, std::string text, std::string_view field) {
  base::Error error = base::Invalid(std::move(reason), std::move(text));
  error.fields.emplace_back(field);
  return error;
}

template <class T>
Result<T> WordOf(const std::string& word, std::optional<T> (*parse)(std::string_view),
                 std::string_view field) {
  if (const auto parsed = parse(word)) return *parsed;
  return base::Fail(WrongField("invalid_policy",
                               "`" + std::string(field) + "` cannot be \"" + word + "\".", field));
}

template <class T>
Result<std::vector<T>> WordsOf(const std::vector<std::string>& words,
                               std::optional<T> (*parse)(std::string_view),
                               std::string_view field) {
  std::vector<T> values;
  for (const std::string& word : words) {
    BW_TRY_ASSIGN(values.emplace_back(), WordOf(word, parse, field));
  }
  return values;
}

// How requests may be written: both are off unless they are named.
base::Status TakeOptIns(const door::Body& body, model::Policy& policy) {
  BW_TRY_ASSIGN(const auto forms, body.Texts("path_forms"));
  if (forms) {
    BW_TRY_ASSIGN(policy.path_forms, WordsOf(*forms, model::ParsePathForm, "path_forms"));
  }
  BW_TRY_ASSIGN(const auto preflight, body.Flag("cors_preflight"));
  policy.cors_preflight = preflight.value_or(policy.cors_preflight);
  return {};
}

// A policy that asks nothing lets every live credential pass; that must be said.
base::Status RequireAsked(const door::Body& body) {
  for (const char* field : {"credentials", "permissions", "organization_id", "audience"}) {
    if (body.Has(field)) return {};
  }
  return base::Fail(WrongField("missing_field",
                               "Say what the policy asks: give permissions, credentials, "
                               "organization_id or audience. `\"permissions\": []` lets every live "
                               "credential pass.",
                               "permissions"));
}

// What a body leaves out takes the model's default, in a replaced policy as in a new one.
Result<model::Policy> PolicyOf(const door::Body& body) {
  BW_TRY(RequireAsked(body));
  model::Policy policy;
  BW_TRY_ASSIGN(auto name, body.Text("name"));
  policy.name = std::move(name).value_or("");
  BW_TRY_ASSIGN(const auto credentials, body.Texts("credentials"));
  if (credentials) {
    BW_TRY_ASSIGN(policy.credentials,
                  WordsOf(*credentials, model::ParsePolicyCredential, "credentials"));
  }
  BW_TRY_ASSIGN(auto permissions, body.Texts("permissions"));
  policy.permissions = std::move(permissions).value_or(policy.permissions);
  BW_TRY_ASSIGN(auto organization, body.Text("organization_id"));
  if (organization) policy.organization = model::OrganizationId{*std::move(organization)};
  BW_TRY_ASSIGN(policy.audience, body.Text("audience"));
  BW_TRY_ASSIGN(auto methods, body.Texts("methods"));
  policy.methods = std::move(methods).value_or(policy.methods);
  BW_TRY_ASSIGN(auto prefixes, body.Texts("path_prefixes"));
  policy.path_prefixes = std::move(prefixes).value_or(policy.path_prefixes);
  BW_TRY_ASSIGN(const auto identity, body.Text("identity"));
  if (identity) {
    BW_TRY_ASSIGN(policy.identity, WordOf(*identity, model::ParseIdentityPreset, "identity"));
  }
  BW_TRY_ASSIGN(const auto identity_jwt, body.Flag("identity_jwt"));
  policy.identity_jwt = identity_jwt.value_or(policy.identity_jwt);
  BW_TRY_ASSIGN(const auto hide_credential, body.Flag("hide_credential"));
  policy.hide_credential = hide_credential.value_or(policy.hide_credential);
  BW_TRY(TakeOptIns(body, policy));
  return policy;
}

Result<std::int64_t> LimitOf(const Call& call) {
  BW_TRY_ASSIGN(const auto text, call.Query("limit"));
  if (!text) return policies::kUsualPage;
  if (const auto number = door::ParseInteger(*text)) return *number;
  return base::Fail(WrongField("wrong_type", "A parameter has the wrong type.", "limit"));
}

}  // namespace

Result<Reply> ListPolicies(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const std::int64_t limit, LimitOf(call));
  BW_TRY_ASSIGN(const auto after, call.Query("after"));
  BW_TRY_ASSIGN(const policies::Page page,
                uses.policies.List(call.caller(), after.value_or(""), limit));
  return EncodePolicies(page);
}

Result<Reply> CreatePolicy(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY(body.RequireAll({"name"}));
  BW_TRY_ASSIGN(model::Policy wanted, PolicyOf(body));
  BW_TRY_ASSIGN(const model::Policy made, uses.policies.Create(call.caller(), std::move(wanted)));
  return EncodePolicy(201, made);
}

Result<Reply> ReadPolicy(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const model::Policy found, uses.policies.Find(call.caller(), call.Param("name")));
  return EncodePolicy(200, found);
}

Result<Reply> ReplacePolicy(const Uses& uses, Call& call) {
  BW_TRY_ASSIGN(const door::Body body, call.Read(door::kJsonBody));
  BW_TRY_ASSIGN(model::Policy wanted, PolicyOf(body));
  const std::string name = call.Param("name");
  if (body.Has("name") && wanted.name != name) {
    return base::Fail(WrongField("name_mismatch", "A policy keeps its name.", "name"));
  }
  wanted.name = name;
  BW_TRY_ASSIGN(const model::Policy made, uses.policies.Update(call.caller(), std::move(wanted)));
  return EncodePolicy(200, made);
}

Result<Reply> DeletePolicy(const Uses& uses, Call& call) {
  const std::string name = call.Param("name");
  BW_TRY(uses.policies.Delete(call.caller(), name));
  return EncodeState("policy", name, "deleted");
}

}  // namespace bearward::dialects::v1
