#include "sessions/access_claims.h"

#include <string>
#include <utility>

#include "json/writer.h"
#include "jwt_template/template.h"
#include "resource/object_json.h"
#include "store/feature_flags.h"
#include "store/jwt_templates.h"
#include "store/memberships.h"
#include "store/organization_domains.h"
#include "store/organizations.h"
#include "store/users.h"
#include "token/profiles.h"

namespace bearward::sessions {
namespace {

using base::Result;
using json::Value;

template <class R>
Result<json::Object> MembersOf(const R& row) {
  BW_TRY_ASSIGN(const Value value,
                json::Parse(resource::ObjectText(model::DescriptionOf(row), &row)));
  return *value.AsObject();
}

// The token of the DNS record is not among the variables.
Result<Value> DomainsOf(store::ReadTx& tx, const model::Organization& organization) {
  BW_TRY_ASSIGN(const auto rows,
                store::ListDomainsOf(tx, organization.environment, organization.id));
  json::Array domains;
  for (const model::OrganizationDomain& row : rows) {
    domains.push_back(
        Value::Of(json::Object{{"object", Value::String("organization_domain")},
                               {"id", Value::String(row.id)},
                               {"organization_id", Value::String(row.organization.text)},
                               {"domain", Value::String(row.domain)},
                               {"state", Value::String(std::string(base::Word(row.state)))}}));
  }
  return Value::Of(std::move(domains));
}

Result<Value> OrganizationOf(store::ReadTx& tx, const model::Organization& organization) {
  BW_TRY_ASSIGN(json::Object members, MembersOf(organization));
  BW_TRY_ASSIGN(Value domains, DomainsOf(tx, organization));
  members.push_back({"domains", std::move(domains)});
  return Value::Of(std::move(members));
}

Result<Value> MembershipOf(const model::Membership& membership, const token::Subject& subject) {
  BW_TRY_ASSIGN(json::Object members, MembersOf(membership));
  json::Array roles;
  for (const std::string& slug : subject.roles) roles.push_back(Value::String(slug));
  members.push_back({"role", roles.empty() ? Value() : roles.front()});
  members.push_back({"roles", Value::Of(std::move(roles))});
  return Value::Of(std::move(members));
}

// VariablesOf returns the values of the variables in jwt_template/variables.cc.
Result<Value> VariablesOf(store::ReadTx& tx, const token::Subject& subject) {
  const model::Principal& who = subject.principal;
  const model::UserId id{std::string(who.subject_id)};
  json::Object variables;
  BW_TRY_ASSIGN(const auto user, store::FindUser(tx, who.environment, id));
  if (user) {
    BW_TRY_ASSIGN(json::Object members, MembersOf(*user));
    variables.push_back({"user", Value::Of(std::move(members))});
  }
  if (who.organization->empty()) return Value::Of(std::move(variables));
  BW_TRY_ASSIGN(const auto organization,
                store::FindOrganization(tx, who.environment, who.organization));
  if (organization) {
    BW_TRY_ASSIGN(Value value, OrganizationOf(tx, *organization));
    variables.push_back({"organization", std::move(value)});
  }
  BW_TRY_ASSIGN(const auto membership,
                store::FindMembership(tx, who.environment, id, who.organization));
  if (membership) {
    BW_TRY_ASSIGN(Value value, MembershipOf(*membership, subject));
    variables.push_back({"organization_membership", std::move(value)});
  }
  return Value::Of(std::move(variables));
}

Result<json::Object> CustomClaims(store::ReadTx& tx, const token::Subject& subject) {
  BW_TRY_ASSIGN(const auto stored, store::FindJwtTemplate(tx, subject.principal.environment));
  if (!stored) return json::Object();
  const auto parsed = jwt_template::Template::Parse(stored->content);
  if (!parsed) {
    return base::Fail(base::Internal("the stored JWT template of " +
                                     subject.principal.environment->text +
                                     " cannot be read, set it again with PUT "
                                     "/user_management/jwt_template: " +
                                     parsed.error().public_text));
  }
  BW_TRY_ASSIGN(const Value variables, VariablesOf(tx, subject));
  return parsed->Render(variables);
}

}  // namespace

base::Status LoadAccessClaims(store::ReadTx& tx, std::string_view profile,
                              token::Subject& subject) {
  const model::Principal& who = subject.principal;
  if (profile != token::kWorkOsClient || who.subject_kind != model::SubjectKind::kUser) return {};
  BW_TRY_ASSIGN(
      subject.claims.feature_flags,
      store::ListFlagsOfMember(tx, who.environment, who.subject_id.view(), who.organization->text));
  BW_TRY_ASSIGN(subject.claims.custom, CustomClaims(tx, subject));
  return {};
}

}  // namespace bearward::sessions
