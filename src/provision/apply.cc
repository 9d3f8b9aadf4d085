#include "provision/apply.h"

#include <algorithm>

#include "base/invalid.h"
#include "crypto/password.h"
#include "provision/applying.h"
#include "provision/check_provisioning_file.h"
#include "store/environments.h"
#include "store/rehearse.h"

namespace bearward::provision {
namespace {

// The maximum number of attempts. An attempt fails if a password changes between its preparation
// and its transaction.
constexpr int kAttempts = 3;
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
  BW_TRY_ASSIGN(Plan made, Make(world, prune, true));
  return std::move(made.changes);
}

base::Result<Plan> Applier::PlanFor(const ProvisioningFile& world, Prune prune) {
  return Make(world, prune, false);
}

base::Result<Plan> Applier::Make(const ProvisioningFile& world, Prune prune, bool keeps) {
  BW_TRY(CheckProvisioningFile(world));
  const base::Secret digest_key = parts_.ring.Derive(kDigestPurpose);
  for (int attempt = 1;; ++attempt) {
    BW_TRY_ASSIGN(const auto prepared, Prepare(parts_.store, parts_.passwords, world, digest_key));
    const auto run = [&](store::WriteTx& tx) -> base::Result<Plan> {
      BW_TRY_ASSIGN(auto changes, Run({.tx = tx,
                                       .world = world,
                                       .passwords = prepared,
                                       .now = parts_.clock.Now(),
                                       .entropy = parts_.entropy,
                                       .digest_key = digest_key,
                                       .actor = parts_.actor,
                                       .by_operator = parts_.by_operator,
                                       .prune = prune == Prune::kYes}));
      return Plan{std::move(changes), tx.events()};
    };
    auto made = keeps ? parts_.store.Write(run) : store::Rehearse(parts_.store, run);
    const bool moved = !made && made.error().code == base::Code::kConflict;
    if (!moved || attempt == kAttempts) return made;
  }
}

}  // namespace bearward::provision
