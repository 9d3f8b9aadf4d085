#include "provision/apply.h"

#include <algorithm>

#include "base/invalid.h"
#include "crypto/password.h"
#include "provision/applying.h"
#include "provision/check_provisioning_file.h"
#include "store/environments.h"

namespace bearward::provision {
namespace {

// The maximum number of attempts. An attempt fails if a password changes between its preparation
// and its transaction.
constexpr int kAttempts = 3;
// The reason of the failure that rolls a plan back.
constexpr std::string_view kPlanned = "planned_only";
// kDigestPurpose separates the key of EntryMemory from other keys of the ring.
constexpr std::string_view kDigestPurpose = "provisioning file values";

// PresentEnvironment returns the environment of an entry before anything is applied.
base::Result<std::optional<model::Environment>> PresentEnvironment(store::ReadTx& tx,
                                                                   const ProvisioningFile& world,
                                                                   const std::string& name) {
  if (!name.empty()) return store::FindEnvironmentByName(tx, name);
  if (!world.environments.empty()) {
    return store::FindEnvironmentByName(tx, world.environments.front().name);
  }
  BW_TRY_ASSIGN(auto environments, store::ListEnvironments(tx));
  if (environments.empty()) return std::nullopt;
  return environments.front();
}

// Stored reads the hash with which the password of an entry is compared. A password that is
// unchanged in the file is not compared and not hashed.
base::Result<PreparedPassword> Stored(store::ReadTx& tx, const ProvisioningFile& world,
                                      const UserEntry& entry, const base::Secret& digest_key) {
  PreparedPassword prepared{.judged = true};
  BW_TRY_ASSIGN(const auto environment, PresentEnvironment(tx, world, entry.environment));
  if (!environment) return prepared;
  BW_TRY_ASSIGN(const auto user, MatchUser(tx, environment->id, entry));
  if (!user) return prepared;
  BW_TRY_ASSIGN(const auto memory,
                EntryMemory::Of(tx, digest_key, environment->id, "user", user->id.text));
  prepared.judged = memory.Compare(kPasswordField, PasswordText(entry).Reveal()) != Stated::kSame;
  prepared.compared = user->password_hash;
  return prepared;
}

base::Result<std::vector<PreparedPassword>> ReadStored(store::ReadTx& tx,
                                                       const ProvisioningFile& world,
                                                       const base::Secret& digest_key) {
  std::vector<PreparedPassword> prepared(world.users.size());
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    if (world.users[i].password.empty()) continue;
    BW_TRY_ASSIGN(prepared[i], Stored(tx, world, world.users[i], digest_key));
  }
  return prepared;
}

base::Result<std::string> FreshHash(const verify::Passwords& passwords,
                                    const base::Secret& password, const std::string& stored) {
  if (!stored.empty()) {
    BW_TRY_ASSIGN(const bool fits, crypto::VerifyPassword(password, stored));
    if (fits) return std::string();
  }
  return passwords.Hash(password);
}

base::Result<std::vector<PreparedPassword>> Prepare(store::Store& store,
                                                    const verify::Passwords& passwords,
                                                    const ProvisioningFile& world,
                                                    const base::Secret& digest_key) {
  BW_TRY_ASSIGN(auto prepared,
                store.Read([&](store::ReadTx& tx) { return ReadStored(tx, world, digest_key); }));
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const base::Secret& password = world.users[i].password;
    if (password.empty() || !prepared[i].judged) continue;
    BW_TRY_ASSIGN(prepared[i].fresh, FreshHash(passwords, password, prepared[i].compared));
  }
  return prepared;
}

base::Result<std::vector<Change>> Run(Applying applying) {
  for (const auto step :
       {ApplyEnvironments, ApplyRoles, ApplyOrganizations, ApplyUsers, ApplyAccessProfiles,
        ApplyApplications, ApplyApiKeys, ApplyObjects, ApplyRows, ListRemovals}) {
    BW_TRY(step(applying));
  }
  return std::move(applying.changes);
}

}  // namespace

base::Result<std::vector<Change>> Applier::Apply(const ProvisioningFile& world, Prune prune) {
  return Try(world, prune, nullptr);
}

base::Result<Plan> Applier::PlanFor(const ProvisioningFile& world, Prune prune) {
  Plan plan;
  const auto tried = Try(world, prune, &plan);
  if (!tried && tried.error().reason != kPlanned) return base::Fail(tried.error());
  return plan;
}

base::Result<std::vector<Change>> Applier::Try(const ProvisioningFile& world, Prune prune,
                                               Plan* plan) {
  BW_TRY(CheckProvisioningFile(world));
  const base::Secret digest_key = parts_.ring.Derive(kDigestPurpose);
  for (int attempt = 1;; ++attempt) {
    BW_TRY_ASSIGN(const auto prepared, Prepare(parts_.store, parts_.passwords, world, digest_key));
    auto changes = parts_.store.Write([&](store::WriteTx& tx) -> base::Result<std::vector<Change>> {
      BW_TRY_ASSIGN(auto made, Run({.tx = tx,
                                    .world = world,
                                    .passwords = prepared,
                                    .now = parts_.clock.Now(),
                                    .entropy = parts_.entropy,
                                    .digest_key = digest_key,
                                    .actor = parts_.actor,
                                    .by_operator = parts_.by_operator,
                                    .prune = prune == Prune::kYes}));
      if (plan == nullptr) return made;
      *plan = {std::move(made), tx.events()};
      return base::Fail(base::Invalid(std::string(kPlanned), "The changes are planned only."));
    });
    const bool moved = !changes && changes.error().code == base::Code::kConflict;
    if (!moved || attempt == kAttempts) return changes;
  }
}

}  // namespace bearward::provision
