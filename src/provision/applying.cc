#include "provision/applying.h"

#include <algorithm>

#include "base/near_miss.h"
#include "store/environments.h"
#include "store/organizations.h"
#include "store/roles.h"
#include "store/users.h"

namespace bearward::provision {
namespace {

// AddNames appends one text of every entry of a kind, for hints.
template <class Entry>
void AddNames(std::vector<std::string_view>& names, const std::vector<Entry>& entries,
              std::string Entry::* name) {
  for (const Entry& entry : entries) names.push_back(entry.*name);
}

base::Error Dangling(const Where& where, std::string_view what, std::string_view text,
                     const std::vector<std::string_view>& known, std::string_view otherwise) {
  return Mistake(where, "unknown " + std::string(what) + " " + Quoted(text) + "." +
                            base::Suggest(text, known, otherwise));
}

// FindNamedOrganization refuses a name that several organizations of the file have.
base::Result<std::optional<model::Organization>> FindNamedOrganization(
    Applying& applying, const Where& where, const model::Environment& environment,
    std::string_view text) {
  const auto named =
      applying.organizations_by_name.find(environment.id.text + "\n" + std::string(text));
  if (named != applying.organizations_by_name.end() && named->second.size() > 1) {
    return base::Fail(Mistake(
        where, "several organizations are called " + Quoted(text) + ". Refer to it by its id."));
  }
  return store::FindOrganizationByName(applying.tx, environment.id, text);
}

}  // namespace

std::string PlaceOf(const Where& where) { return where.file + ":" + std::to_string(where.line); }

base::Error Mistake(const Where& where, std::string_view text) {
  return base::Invalid("provisioning_file", PlaceOf(where) + ": " + std::string(text));
}

const Where& PlaceOr(const Where& value, const Where& entry) {
  return value.line == 0 ? entry : value;
}

std::string Quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }

base::Status Taken(base::Status status, const Where& where, std::string_view text) {
  if (status || status.error().code != base::Code::kExists) return status;
  return base::Fail(Mistake(where, text));
}

base::Status DescribeOnce(Applying& applying, const Where& where, std::string_view kind,
                          const model::EnvironmentId& environment, std::string_view id) {
  const std::string row = std::string(kind) + "\n" + environment.text + "\n" + std::string(id);
  const auto [first, is_new] = applying.described.emplace(row, where);
  if (is_new) return {};
  return base::Fail(Mistake(where, "this " + std::string(kind) +
                                       " is described twice. The other place is line " +
                                       std::to_string(first->second.line) + "."));
}

void Record(Applying& applying, Change change) { applying.changes.push_back(std::move(change)); }

void NoteNamed(Applying& applying, const model::EnvironmentId& environment, std::string_view kind,
               std::string_view id) {
  applying.named.emplace(environment.text, kind, id);
}

base::Result<EntryMemory> MemoryOf(Applying& applying, const model::Environment& environment,
                                   std::string_view kind, std::string_view id, bool is_new) {
  BW_TRY_ASSIGN(EntryMemory memory,
                EntryMemory::Of(applying.tx, applying.digest_key, environment.id, kind, id));
  if (is_new) memory.Forget(applying.by_operator ? std::optional(applying.now) : std::nullopt);
  NoteNamed(applying, environment.id, kind, id);
  return memory;
}

base::Status SaveMemory(Applying& applying, const EntryMemory& memory, const Where& where,
                        Change about) {
  BW_TRY(memory.Save(applying.tx));
  if (memory.kept().empty()) return {};
  std::string fields;
  for (const std::string& field : memory.kept())
    fields += (fields.empty() ? "`" : ", `") + field + "`";
  about.verb = Change::Verb::kKept;
  about.note = PlaceOf(where) + ": " + fields +
               " differs from the database and is not applied: there is no record of what the file "
               "said before, and the database may hold a later change. Change the value in the "
               "file, or in the database through the API.";
  Record(applying, std::move(about));
  return {};
}

base::Secret PasswordText(const UserEntry& entry) {
  if (!entry.password.empty()) return base::Secret("text " + std::string(entry.password.Reveal()));
  if (entry.password_hash.empty()) return base::Secret();
  return base::Secret("hash " + entry.password_hash);
}

model::EventBy ByFile(const Applying& applying, const model::EnvironmentId& environment) {
  return {environment, applying.actor, applying.now};
}

base::Status Append(Applying& applying, model::EventType type,
                    const model::EnvironmentId& environment,
                    const std::optional<model::OrganizationId>& organization,
                    std::string_view target, const model::Changes& changes) {
  return applying.tx.Append(
      ByFile(applying, environment).Make(type, target, organization, changes.Json()));
}

base::Result<model::Environment> EnvironmentOf(Applying& applying, const Where& where,
                                               std::string_view name) {
  if (name.empty()) {
    BW_TRY_ASSIGN(auto environments, store::ListEnvironments(applying.tx));
    if (!environments.empty()) return environments.front();
    return base::Fail(base::Internal("no environment although one was just applied"));
  }
  BW_TRY_ASSIGN(auto found, store::FindEnvironmentByName(applying.tx, name));
  if (found) return *std::move(found);
  std::vector<std::string_view> known;
  AddNames(known, applying.world.environments, &RowEntry::name);
  return base::Fail(
      Dangling(where, "environment", name, known, "Describe it in an [[environments]] table."));
}

base::Result<model::Organization> OrganizationOf(Applying& applying, const Where& where,
                                                 const model::Environment& environment,
                                                 std::string_view text) {
  BW_TRY_ASSIGN(auto found, store::FindOrganization(applying.tx, environment.id,
                                                    model::OrganizationId{std::string(text)}));
  if (!found) {
    BW_TRY_ASSIGN(found, FindNamedOrganization(applying, where, environment, text));
  }
  if (found) {
    NoteNamed(applying, environment.id, "organization", found->id.text);
    return *std::move(found);
  }
  std::vector<std::string_view> known;
  AddNames(known, applying.world.organizations, &OrganizationEntry::name);
  AddNames(known, applying.world.organizations, &OrganizationEntry::id);
  return base::Fail(Dangling(where, "organization", text, known,
                             "Describe it in an [[organizations]] table of the environment " +
                                 Quoted(environment.name) + "."));
}

base::Result<model::User> UserOf(Applying& applying, const Where& where,
                                 const model::Environment& environment, std::string_view text) {
  BW_TRY_ASSIGN(auto found,
                store::FindUser(applying.tx, environment.id, model::UserId{std::string(text)}));
  if (!found) {
    BW_TRY_ASSIGN(found, store::FindUserByLogin(applying.tx, environment.id, text));
  }
  if (found) {
    NoteNamed(applying, environment.id, "user", found->id.text);
    return *std::move(found);
  }
  std::vector<std::string_view> known;
  AddNames(known, applying.world.users, &UserEntry::username);
  AddNames(known, applying.world.users, &UserEntry::email);
  AddNames(known, applying.world.users, &UserEntry::id);
  return base::Fail(Dangling(
      where, "user", text, known,
      "Describe it in a [[users]] table of the environment " + Quoted(environment.name) + "."));
}

base::Result<std::string> ImportedHash(const UserEntry& entry) {
  auto stored = crypto::ImportPasswordHash(
      {entry.password_hash, entry.password_hash_type, entry.password_salt_position});
  if (stored) return stored;
  return base::Fail(Mistake(entry.where, stored.error().public_text));
}

base::Status CheckRoles(Applying& applying, const Where& where,
                        const model::Environment& environment,
                        const std::vector<std::string>& slugs,
                        const model::OrganizationId& organization) {
  for (const std::string& slug : slugs) {
    BW_TRY_ASSIGN(const auto found,
                  store::FindRole(applying.tx, environment.id, slug, organization));
    if (found && found->resource_type == model::kOrganizationType) continue;
    if (found) {
      return base::Fail(Mistake(where, "the role " + Quoted(slug) + " is for resources of type " +
                                           Quoted(found->resource_type) +
                                           ", so no membership can have it"));
    }
    std::vector<std::string_view> known;
    AddNames(known, applying.world.roles, &RoleEntry::slug);
    return base::Fail(Dangling(where, "role", slug, known,
                               "Roles are referred to by the slug of a [[roles]] table of the "
                               "environment " +
                                   Quoted(environment.name) + "."));
  }
  return {};
}

}  // namespace bearward::provision
