#include "model/resource_type.h"
#include "provision/new_rows.h"
#include "store/authorization.h"

namespace bearward::provision {
namespace {

constexpr std::string_view kKind = "resource type";

// CheckDepth requires that the parent exists and that the new type is at most at level
// kDeepestResource below the organization. A parent comes before its children in the file.
base::Status CheckDepth(Applying& applying, const ResourceTypeEntry& entry,
                        const model::ResourceType& type) {
  std::string parent = type.parent;
  for (std::size_t level = 1; parent != model::kOrganizationType; ++level) {
    if (level == model::kDeepestResource) {
      return base::Fail(Mistake(entry.where, "the resource type " + Quoted(entry.slug) +
                                                 " would be more than 5 levels below "
                                                 "`organization`. Choose a higher parent"));
    }
    BW_TRY_ASSIGN(const auto above,
                  store::ResourceTypes().FindBy(applying.tx, type.environment, "slug", parent));
    if (!above) {
      return base::Fail(Mistake(entry.where, "the resource type " + Quoted(entry.slug) +
                                                 " has the unknown parent " + Quoted(parent) +
                                                 ". Write the entry of the parent before it"));
    }
    parent = above->parent;
  }
  return {};
}

// CheckParent refuses another parent than the present one, on which resources rely.
base::Status CheckParent(const ResourceTypeEntry& entry, const model::ResourceType& type) {
  if (entry.parent.value_or(type.parent) == type.parent) return {};
  return base::Fail(Mistake(entry.where, "the parent of the resource type " + Quoted(entry.slug) +
                                             " is " + Quoted(type.parent) +
                                             " and cannot be changed. Use a new slug"));
}

bool Describe(const ResourceTypeEntry& entry, model::ResourceType& type, EntryMemory& memory) {
  bool changed = memory.Assign(type.name, entry.name, "name");
  std::string description = type.description.value_or("");
  if (memory.Assign(description, entry.description, "description")) {
    type.description = description;
    changed = true;
  }
  return changed;
}

model::ResourceType NewType(Applying& applying, const model::Environment& environment,
                            const ResourceTypeEntry& entry) {
  model::ResourceType type;
  type.id = NewIdOf(applying, "resource_type");
  type.environment = environment.id;
  type.slug = entry.slug;
  type.name = entry.slug;
  type.parent = entry.parent.value_or(type.parent);
  type.created_at = applying.now;
  return type;
}

base::Status ApplyType(Applying& applying, const ResourceTypeEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, EnvironmentOf(applying, entry.where, entry.environment));
  BW_TRY(DescribeOnce(applying, entry.where, kKind, environment.id, entry.slug));
  BW_TRY_ASSIGN(const auto found,
                store::ResourceTypes().FindBy(applying.tx, environment.id, "slug", entry.slug));
  model::ResourceType type = found ? *found : NewType(applying, environment, entry);
  BW_TRY(CheckParent(entry, type));
  if (!found) BW_TRY(CheckDepth(applying, entry, type));
  BW_TRY_ASSIGN(auto memory, MemoryOf(applying, environment, kKind, entry.slug, !found));
  const bool changed = Describe(entry, type, memory);
  Change change{.verb = VerbOf(!found),
                .kind = std::string(kKind),
                .environment = environment.name,
                .name = entry.slug,
                .id = type.id};
  BW_TRY(SaveMemory(applying, memory, entry.where, change));
  if (found && !changed) return {};
  type.updated_at = applying.now;
  BW_TRY(found ? store::ResourceTypes().Update(applying.tx, type)
               : store::ResourceTypes().Insert(applying.tx, type));
  using enum model::EventType;
  BW_TRY(Append(applying, found ? kResourceTypeUpdated : kResourceTypeCreated, environment.id,
                std::nullopt, type.id,
                model::Changes::Of(model::kResourceType, found ? &*found : nullptr, &type)));
  Record(applying, std::move(change));
  return {};
}

}  // namespace

base::Status ApplyResourceTypes(Applying& applying) {
  for (const ResourceTypeEntry& entry : applying.world.resource_types) {
    BW_TRY(ApplyType(applying, entry));
  }
  return {};
}

}  // namespace bearward::provision
