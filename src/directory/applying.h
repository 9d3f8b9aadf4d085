// Applying: one run of Apply inside its transaction. Shared by the apply_*.cc files; no module
// includes it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/entropy.h"
#include "base/result.h"
#include "base/time.h"
#include "directory/apply.h"
#include "directory/entry_memory.h"
#include "directory/provisioning_file.h"
#include "model/changes.h"
#include "model/environment.h"
#include "model/event.h"
#include "model/organization.h"
#include "model/user.h"
#include "store/transaction.h"

namespace bearward::directory {

// PreparedPassword is what was found out about the password of one user entry before the
// transaction. Empty for an entry without one.
struct PreparedPassword {
  std::string compared = {};  // the stored hash that it was held against; empty without one
  std::string fresh = {};     // the new hash; empty where `compared` is of this password already
  bool judged = false;        // false: the file said the same before, and nothing was hashed
};

// Applying lives inside one attempt of the transaction, and so do the changes it collects.
struct Applying {
  store::WriteTx& tx;
  const ProvisioningFile& world;
  const std::vector<PreparedPassword>& passwords;  // one for each of world.users
  base::Time now;
  base::Entropy& entropy;
  const base::Secret& digest_key;  // of EntryMemory

  std::vector<Change> changes = {};
  // described holds the rows that entries have matched so far: none may be described twice, or the
  // two entries would undo each other at every run.
  std::map<std::string, Where> described = {};
  // organizations_by_name finds names that several organizations bear.
  std::map<std::string, std::vector<model::OrganizationId>> organizations_by_name = {};
};

// The kinds of a world, in the order in which they refer to each other.
base::Status ApplyEnvironments(Applying& applying);
base::Status ApplyRoles(Applying& applying);
base::Status ApplyOrganizations(Applying& applying);
base::Status ApplyUsers(Applying& applying);
base::Status ApplyAccessProfiles(Applying& applying);
base::Status ApplyApplications(Applying& applying);
base::Status ApplyApiKeys(Applying& applying);
base::Status ApplyObjects(Applying& applying);
base::Status ApplyPolicies(Applying& applying);

// Mistake makes the kInvalid error "FILE:LINE: text".
base::Error Mistake(const Where& where, std::string_view text);
// PlaceOf writes "FILE:LINE".
std::string PlaceOf(const Where& where);
// PlaceOr returns the place of a value, else that of its entry.
const Where& PlaceOr(const Where& value, const Where& entry);
// Quoted puts a text of the file into quotation marks.
std::string Quoted(std::string_view text);
// Taken turns kExists into a Mistake with this text, and passes all else on.
base::Status Taken(base::Status status, const Where& where, std::string_view text);

// DescribeOnce notes that `where` describes the row with this id, and refuses a second entry for
// it.
base::Status DescribeOnce(Applying& applying, const Where& where, std::string_view kind,
                          const model::EnvironmentId& environment, std::string_view id);
// Record adds to the changes.
void Record(Applying& applying, Change change);
// VerbOf tells whether a row is new to the store.
constexpr Change::Verb VerbOf(bool is_new) {
  return is_new ? Change::Verb::kCreated : Change::Verb::kUpdated;
}
// MemoryOf returns what files said before about a row; of a new row that is forgotten.
base::Result<EntryMemory> MemoryOf(Applying& applying, const model::Environment& environment,
                                   std::string_view kind, std::string_view id, bool is_new);
// SaveMemory saves it, and records the values that were kept. `about` names the row as a Change
// does.
base::Status SaveMemory(Applying& applying, const EntryMemory& memory, const Where& where,
                        Change about);
// PasswordText is what EntryMemory remembers of a user entry's password, empty without one.
base::Secret PasswordText(const UserEntry& entry);
// kPasswordField is the field of EntryMemory for `password` and `password_hash`.
inline constexpr std::string_view kPasswordField = "password";
// ByFile makes events by the system at the time of this run. Append adds one about a change.
model::EventBy ByFile(const Applying& applying, const model::EnvironmentId& environment);
base::Status Append(Applying& applying, model::EventType type,
                    const model::EnvironmentId& environment,
                    const std::optional<model::OrganizationId>& organization,
                    std::string_view target, const model::Changes& changes);

// The finders below look in the store, in which the earlier kinds stand already. A text that finds
// nothing is a Mistake with a hint.
base::Result<model::Environment> EnvironmentOf(Applying& applying, const Where& where,
                                               std::string_view name);
base::Result<model::Organization> OrganizationOf(Applying& applying, const Where& where,
                                                 const model::Environment& environment,
                                                 std::string_view text);
base::Result<model::User> UserOf(Applying& applying, const Where& where,
                                 const model::Environment& environment, std::string_view text);
// CheckRoles finds every slug.
base::Status CheckRoles(Applying& applying, const Where& where,
                        const model::Environment& environment,
                        const std::vector<std::string>& slugs);

// ApplyMemberships makes the user's memberships what the entry lists, and returns the memberships
// of before if that was a change. The user stands in the store already.
using Memberships = std::vector<model::Membership>;
base::Result<std::optional<Memberships>> ApplyMemberships(Applying& applying,
                                                          const model::Environment& environment,
                                                          const model::User& user,
                                                          const UserEntry& entry,
                                                          EntryMemory& memory);

// ImportedHash gives the text to store for the entry's `password_hash`; a mistake at its place for
// one that crypto::ImportPasswordHash refuses.
base::Result<std::string> ImportedHash(const UserEntry& entry);

// MatchUser finds the row that an entry describes: by id, else by username, else by email.
base::Result<std::optional<model::User>> MatchUser(store::ReadTx& tx,
                                                   const model::EnvironmentId& environment,
                                                   const UserEntry& entry);

// Assign makes `target` what the file wants, and says whether that is a change.
template <class T>
bool Assign(T& target, const T& wanted) {
  if (target == wanted) return false;
  target = wanted;
  return true;
}

// Given returns a text of the file that is absent when empty.
inline std::optional<std::string> Given(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace bearward::directory
