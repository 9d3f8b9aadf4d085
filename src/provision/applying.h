// Applying: one run of Apply inside its transaction. Shared by the apply_*.cc files; internal to
// the module.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "model/changes.h"
#include "model/environment.h"
#include "model/event.h"
#include "model/membership.h"
#include "model/organization.h"
#include "model/user.h"
#include "provision/apply.h"
#include "provision/entry_memory.h"
#include "provision/mistake.h"
#include "provision/prepared_password.h"
#include "provision/provisioning_file.h"
#include "store/transaction.h"

namespace bearward::provision {

// Applying is the state of one attempt of the transaction, with the changes made so far.
struct Applying {
  store::WriteTx& tx;
  const ProvisioningFile& world;
  const std::vector<PreparedPassword>& passwords;  // one for each of world.users
  base::Time now;
  base::Entropy& entropy;
  const base::Secret& digest_key;  // for EntryMemory
  const model::Actor& actor;
  bool by_operator = false;  // Applier::Parts::by_operator
  bool prune = false;

  std::vector<Change> changes = {};
  // described has the rows that entries have matched so far. A second entry for a row is refused,
  // because the two entries would undo each other at every run.
  std::map<std::string, Where> described = {};
  // named has the environments, kinds and ids of the rows that the file describes or refers to.
  std::set<std::tuple<std::string, std::string, std::string>> named = {};
  // organizations_by_name has the organizations of the file, to refuse references by equal names.
  std::map<std::string, std::vector<model::OrganizationId>> organizations_by_name = {};
};

// One function per kind of entry, in the order of the calls: later kinds refer to earlier ones.
base::Status ApplyEnvironments(Applying& applying);
base::Status ApplyRoles(Applying& applying);
base::Status ApplyOrganizations(Applying& applying);
base::Status ApplyUsers(Applying& applying);
base::Status ApplyAccessProfiles(Applying& applying);
base::Status ApplyApplications(Applying& applying);
base::Status ApplyApiKeys(Applying& applying);
base::Status ApplyImportedKeys(Applying& applying);  // of organizations; ApplyApiKeys calls it
base::Status ApplyObjects(Applying& applying);
base::Status ApplyRows(Applying& applying);     // all of row_sections.h
base::Status ListRemovals(Applying& applying);  // what files made and this one does not name

// DescribeOnce records that `where` describes the row with this id; a second entry is a Mistake.
base::Status DescribeOnce(Applying& applying, const Where& where, std::string_view kind,
                          const model::EnvironmentId& environment, std::string_view id);
// Record appends to the changes.
void Record(Applying& applying, Change change);
// VerbOf returns kCreated for a row that is new in the store, else kUpdated.
constexpr Change::Verb VerbOf(bool is_new) {
  return is_new ? Change::Verb::kCreated : Change::Verb::kUpdated;
}
// NoteNamed records that the file describes or refers to a row; its kind and id as in MemoryOf.
void NoteNamed(Applying& applying, const model::EnvironmentId& environment, std::string_view kind,
               std::string_view id);
// MemoryOf returns the recorded values of earlier files for a row; none if it is new.
base::Result<EntryMemory> MemoryOf(Applying& applying, const model::Environment& environment,
                                   std::string_view kind, std::string_view id, bool is_new);
// SaveMemory stores the record. If values of the file were not applied, it also records a change
// kKept; `about` names the row.
base::Status SaveMemory(Applying& applying, const EntryMemory& memory, const Where& where,
                        Change about);
// PasswordText returns what EntryMemory records for a user entry's password, empty without one.
base::Secret PasswordText(const UserEntry& entry);
// kPasswordField is the field of EntryMemory for `password` and `password_hash`.
inline constexpr std::string_view kPasswordField = "password";
// ByFile makes the events of this run, by its actor. Append appends the event of a change.
model::EventBy ByFile(const Applying& applying, const model::EnvironmentId& environment);
base::Status Append(Applying& applying, model::EventType type,
                    const model::EnvironmentId& environment,
                    const std::optional<model::OrganizationId>& organization,
                    std::string_view target, const model::Changes& changes);

// The finders search the store, in which the earlier kinds already are. They fail with a Mistake
// and a hint if there is no match.
base::Result<model::Environment> EnvironmentOf(Applying& applying, const Where& where,
                                               std::string_view name);
base::Result<model::Organization> OrganizationOf(Applying& applying, const Where& where,
                                                 const model::Environment& environment,
                                                 std::string_view text);
base::Result<model::User> UserOf(Applying& applying, const Where& where,
                                 const model::Environment& environment, std::string_view text);
// CheckRoles checks that a membership can have each of these roles: a role of the environment, or
// also of the organization if that is set.
base::Status CheckRoles(Applying& applying, const Where& where,
                        const model::Environment& environment,
                        const std::vector<std::string>& slugs,
                        const model::OrganizationId& organization = {});

// ApplyMemberships makes the user's memberships match the entry, and returns the previous
// memberships if that was a change. The user must be in the store already.
using Memberships = std::vector<model::Membership>;
base::Result<std::optional<Memberships>> ApplyMemberships(Applying& applying,
                                                          const model::Environment& environment,
                                                          const model::User& user,
                                                          const UserEntry& entry,
                                                          EntryMemory& memory);

// ImportedHash returns the text to store for the entry's `password_hash`; a Mistake at its place if
// crypto::ImportPasswordHash refuses it.
base::Result<std::string> ImportedHash(const UserEntry& entry);

// MatchUser finds the row that an entry describes: only by id if the entry has one, else by
// username, else by email.
base::Result<std::optional<model::User>> MatchUser(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const UserEntry& entry);

// Assign sets `target` to the value of the file, and returns whether that is a change.
template <class T>
bool Assign(T& target, const T& wanted) {
  if (target == wanted) return false;
  target = wanted;
  return true;
}

// Given returns a text of the file; nullopt if it is empty.
inline std::optional<std::string> Given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace bearward::provision
