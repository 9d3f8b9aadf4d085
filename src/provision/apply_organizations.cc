#include "provision/applying.h"
#include "sessions/sessions.h"
#include "store/organizations.h"

namespace bearward::provision {
namespace {

// Match uses only the id if the file has one, because several organizations may have the same name.
base::Result<std::optional<model::Organization>> Match(Applying& applying,
                                                       const model::Environment& environment,
                                                       const OrganizationEntry& entry) {
  if (!entry.id.empty()) {
    return store::FindOrganization(applying.tx, environment.id, model::OrganizationId{entry.id});
  }
  if (entry.number) {
    BW_TRY_ASSIGN(auto found,
                  store::FindOrganizationByNumber(applying.tx, environment.id, *entry.number));
    if (found) return found;
  }
  return store::FindOrganizationByName(applying.tx, environment.id, entry.name);
}

base::Result<model::Organization> Blank(Applying& applying, const model::Environment& environment,
                                        const OrganizationEntry& entry) {
  model::Organization organization;
  organization.environment = environment.id;
  organization.id = entry.id.empty()
                        ? model::NewId<model::OrganizationId>("org", applying.now, applying.entropy)
                        : model::OrganizationId{entry.id};
  if (!entry.number) {
    BW_TRY_ASSIGN(organization.number, store::NextOrganizationNumber(applying.tx, environment.id));
  }
  organization.created_at = applying.now;
  return organization;
}

base::Status Write(Applying& applying, const OrganizationEntry& entry,
                   const std::optional<model::Organization>& before,
                   const model::Organization& organization) {
  const bool is_new = !before;
  const base::Status written = is_new ? store::InsertOrganization(applying.tx, organization)
                                      : store::UpdateOrganization(applying.tx, organization);
  BW_TRY(Taken(written, entry.where,
               "the number " + std::to_string(organization.number) +
                   " belongs to another organization. Choose another, or give none."));
  return Append(
      applying,
      is_new ? model::EventType::kOrganizationCreated : model::EventType::kOrganizationUpdated,
      organization.environment, organization.id, organization.id.text,
      is_new ? model::Changes::Created(organization)
             : model::Changes::Between(*before, organization));
}

base::Status ApplyOrganization(Applying& applying, const OrganizationEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY_ASSIGN(auto found, Match(applying, environment, entry));
  const std::optional<model::Organization> before = found;
  const bool is_new = !found;
  if (is_new) {
    BW_TRY_ASSIGN(found, Blank(applying, environment, entry));
  }
  model::Organization& organization = *found;
  BW_TRY(DescribeOnce(applying, entry.where, "organization", environment.id, organization.id.text));
  applying.organizations_by_name[environment.id.text + "\n" + entry.name].push_back(
      organization.id);
  BW_TRY_ASSIGN(auto memory,
                MemoryOf(applying, environment, "organization", organization.id.text, is_new));
  bool changed = memory.Assign(organization.name, Given(entry.name), "name");
  changed |= memory.Assign(organization.number, entry.number, "number");
  changed |= memory.Assign(organization.password_policy, entry.password_policy, "password_policy");
  changed |= memory.Assign(organization.enabled, entry.enabled, "enabled");
  changed |= memory.Assign(organization.rate_limit, entry.rate_limit, "rate_limit");
  Change change{.verb = VerbOf(is_new),
                .kind = "organization",
                .environment = environment.name,
                .name = organization.name,
                .id = organization.id.text};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (!is_new && !changed) return {};
  organization.updated_at = applying.now;
  BW_TRY(Write(applying, entry, before, organization));
  if (before && before->enabled && !organization.enabled) {
    BW_TRY(sessions::EndAllIn(applying.tx, environment.id, organization.id, applying.now));
  }
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyOrganizations(Applying& applying) {
  // Entries with a number come first: generated numbers must differ from them.
  for (const bool numbered : {true, false}) {
    for (const OrganizationEntry& entry : applying.world.organizations) {
      if (entry.number.has_value() == numbered) BW_TRY(ApplyOrganization(applying, entry));
    }
  }
  return {};
}

}  // namespace bearward::provision
