#include "dialects/workos/organizations.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "json/writer.h"
#include "model/check_row.h"
#include "store/organization_domains.h"

namespace bearward::dialects::workos {
namespace {

using base::Result;
using organizations::NewDomain;
using organizations::Organizations;

constexpr json::Property kNewDomainMembers[] = {{"domain", json::kText},
                                                {"state", json::Word<"pending", "verified">()}};
constexpr json::Schema kNewDomain = json::ObjectOf(kNewDomainMembers);
constexpr json::Schema kDomainObject = {.type = json::Type::kObject, .open = true};
constexpr json::Property kDomainMembers[] = {
    json::Optional("domain_data", json::OrNull(json::ListOf(kNewDomain))),
    json::Optional("domains", json::OrNull(json::kTexts), "The older form of domain_data."),
};
constexpr door::Parameter kCreateHeaders[] = {
    {"Idempotency-Key", json::kText, false,
     "A repeated request with the same key within 24 hours makes no second organization."}};
constexpr door::ListParameter kParameters[] = {
    {.name = "domains",
     .through = store::kOrganizationsByDomain,
     .convert = [](std::string_view domain) { return base::Lower(domain); }},
    {.name = "ids", .through = store::kOrganizationsById}};
constexpr json::Property kShownMembers[] = {{"domains", json::ListOf(kDomainObject)}};

base::Error WrongDomains(std::string_view member) {
  return base::Invalid("wrong_type",
                       "`" + std::string(member) +
                           "` must be a list of domains: of texts in `domains`, of objects "
                           "with `domain` and `state` in `domain_data`.",
                       {std::string(member)});
}

Result<NewDomain> ReadDomain(const json::Value& item, std::string_view member) {
  const json::Value* const name = item.IsObject() ? item.Find("domain") : &item;
  if (name == nullptr || name->AsString() == nullptr) return base::Fail(WrongDomains(member));
  NewDomain domain{.domain = base::Lower(*name->AsString())};
  if (!item.IsObject()) return domain;
  const json::Value* const state = item.Find("state");
  const auto word = state == nullptr || state->AsString() == nullptr
                        ? std::nullopt
                        : base::ParseWord<model::DomainState>(*state->AsString());
  if (word != model::DomainState::kPending && word != model::DomainState::kVerified) {
    return base::Fail(base::Invalid("invalid_value",
                                    "`state` of a domain must be `pending` or `verified`.",
                                    {std::string(member)}));
  }
  domain.state = *word;
  return domain;
}

// ReadDomains reads `domain_data` or its older form `domains`. Without either, the domains stay.
Result<resource::Verbs::Also> ReadDomains(const Organizations& organizations,
                                          const door::CodecInput& input) {
  for (const json::Property& described : kDomainMembers) {
    const std::string_view member = described.name;
    const json::Value* const list = input.body.Find(member);
    if (list == nullptr || list->IsNull()) continue;
    if (!list->IsArray() || list->AsArray()->size() > model::kMostItems) {
      return base::Fail(WrongDomains(member));
    }
    std::vector<NewDomain> domains;
    for (const json::Value& item : *list->AsArray()) {
      BW_TRY_ASSIGN(NewDomain domain, ReadDomain(item, member));
      const bool twice =
          std::ranges::find(domains, domain.domain, &NewDomain::domain) != domains.end();
      if (!twice) domains.push_back(std::move(domain));
    }
    return organizations.WithDomains(input.caller, input.id, std::move(domains));
  }
  return nullptr;
}

// ReadDomainBody reads a domain in any case, as names of the DNS are compared (RFC 4343).
base::Status ReadDomainBody(const json::Value& body, const model::Record& record,
                            resource::Purpose purpose, void* row) {
  if (!body.IsObject()) return resource::ReadObject(body, record, purpose, row);
  json::Object members = *body.AsObject();
  for (json::Member& member : members) {
    const std::string* const domain = member.key == "domain" ? member.value.AsString() : nullptr;
    if (domain != nullptr) member.value = json::Value::String(base::Lower(*domain));
  }
  return resource::ReadObject(json::Value::Of(std::move(members)), record, purpose, row);
}

Result<std::vector<std::string>> WriteDomains(const Organizations& organizations,
                                              const model::Caller& caller,
                                              std::span<const model::AnyRow> rows) {
  BW_TRY_ASSIGN(const auto domains, organizations.DomainsOf(caller, rows));
  std::vector<std::string> texts;
  for (const model::AnyRow& row : rows) {
    std::string& text = texts.emplace_back("\"domains\":");
    json::Writer writer(text);
    writer.BeginArray();
    const auto own = domains.find(model::kOrganization.EntityOf(row.get()).id);
    if (own != domains.end()) {
      for (const auto& domain : own->second) {
        resource::WriteObject(writer, model::kOrganizationDomain, &domain);
      }
    }
    writer.EndArray();
  }
  return texts;
}

Result<model::AnyRow> Create(const Organizations& organizations, const door::NewRow& input) {
  const model::Caller& caller = input.call.caller();
  const std::string_view key = input.call.request().Find("Idempotency-Key");
  if (!key.empty()) {
    return organizations.CreateOnce(caller, input.row, input.also, {key, json::ToText(input.body)});
  }
  const resource::Verbs& verbs = organizations;
  return verbs.Create(caller, input.row, input.also);
}

door::Codec CodecOf(const Organizations& organizations) {
  return {.input = kDomainMembers,
          .output = kShownMembers,
          .create_headers = kCreateHeaders,
          .parameters = kParameters,
          .search = &store::kOrganizationSearch,
          .read = [&organizations](const door::CodecInput& input) -> base::Result<door::Extra> {
            BW_TRY_ASSIGN(auto also, ReadDomains(organizations, input));
            return door::Extra{.also = std::move(also)};
          },
          .create =
              [&organizations](const door::NewRow& input) { return Create(organizations, input); },
          .write =
              [&organizations](const model::Caller& caller, std::span<const model::AnyRow> rows) {
                return WriteDomains(organizations, caller, rows);
              }};
}

}  // namespace

std::vector<door::Route> OrganizationRoutes(const Organizations& organizations,
                                            const organizations::Domains& domains,
                                            const door::Mount& mount) {
  auto routes =
      door::Rest(organizations, "/organizations", mount, CodecOf(organizations))
          .List("workos.list_organizations", "List the organizations")
          .Create(201, "workos.create_organization", "Create an organization")
          .Get("workos.read_organization", "Read an organization")
          .GetBy("external_id", "workos.read_organization_by_external_id",
                 "Read an organization by its external id")
          .Update(http::Method::kPut, "workos.update_organization", "Change an organization")
          .Delete(202, "workos.delete_organization",
                  "Delete an organization and everything that belongs to it")
          .Rows();
  door::Mount domain_mount = mount;
  domain_mount.read_body = &ReadDomainBody;
  auto of_domains =
      door::Rest(domains, "/organization_domains", domain_mount)
          .Create(201, "workos.create_organization_domain", "Add a domain to an organization")
          .Get("workos.read_organization_domain", "Read a domain of an organization")
          .Delete(204, "workos.delete_organization_domain", "Remove a domain from an organization")
          .Action(http::Method::kPost, "/verify", 201,
                  door::Typed(domains, &organizations::Domains::Verify),
                  "workos.verify_organization_domain", "Start the verification of a domain")
          .Rows();
  std::ranges::move(of_domains, std::back_inserter(routes));
  return routes;
}

}  // namespace bearward::dialects::workos
