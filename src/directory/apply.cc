#include "directory/apply.h"

#include <algorithm>

#include "crypto/password.h"
#include "directory/applying.h"
#include "directory/check_world.h"
#include "store/environments.h"

namespace bearward::directory {
namespace {

// A password that somebody else changes between preparation and transaction costs another attempt.
constexpr int kAttempts = 3;

// PresentEnvironment gives the environment of an entry as it is before anything is applied.
base::Result<std::optional<model::Environment>> PresentEnvironment(store::ReadTx& tx,
                                                                   const World& world,
                                                                   const std::string& name) {
  if (!name.empty()) return store::FindEnvironmentByName(tx, name);
  if (!world.environments.empty()) {
    return store::FindEnvironmentByName(tx, world.environments.front().name);
  }
  BW_TRY_ASSIGN(auto environments, store::ListEnvironments(tx));
  if (environments.empty()) return std::nullopt;
  return environments.front();
}

base::Result<std::string> StoredHash(store::ReadTx& tx, const World& world,
                                     const UserEntry& entry) {
  BW_TRY_ASSIGN(const auto environment, PresentEnvironment(tx, world, entry.environment));
  if (!environment) return std::string();
  BW_TRY_ASSIGN(const auto user, MatchUser(tx, environment->id, entry));
  return user ? user->password_hash : std::string();
}

base::Result<std::vector<PreparedPassword>> ReadStored(store::ReadTx& tx, const World& world) {
  std::vector<PreparedPassword> prepared(world.users.size());
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    if (world.users[i].password.empty()) continue;
    BW_TRY_ASSIGN(prepared[i].compared, StoredHash(tx, world, world.users[i]));
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
                                                    const World& world) {
  BW_TRY_ASSIGN(auto prepared,
                store.Read([&](store::ReadTx& tx) { return ReadStored(tx, world); }));
  for (std::size_t i = 0; i < prepared.size(); ++i) {
    const base::Secret& password = world.users[i].password;
    if (password.empty()) continue;
    BW_TRY_ASSIGN(prepared[i].fresh, FreshHash(passwords, password, prepared[i].compared));
  }
  return prepared;
}

base::Result<std::vector<Change>> Run(Applying applying) {
  for (const auto step :
       {ApplyEnvironments, ApplyRoles, ApplyOrganizations, ApplyUsers, ApplyAccessProfiles,
        ApplyApplications, ApplyApiKeys, ApplyObjects, ApplyPolicies}) {
    BW_TRY(step(applying));
  }
  return std::move(applying.changes);
}

}  // namespace

base::Result<std::vector<Change>> Applier::Apply(const World& world) {
  BW_TRY(CheckWorld(world));
  for (int attempt = 1;; ++attempt) {
    BW_TRY_ASSIGN(const auto prepared, Prepare(parts_.store, parts_.passwords, world));
    auto changes = parts_.store.Write([&](store::WriteTx& tx) {
      return Run({.tx = tx,
                  .world = world,
                  .passwords = prepared,
                  .now = parts_.clock.Now(),
                  .entropy = parts_.entropy});
    });
    const bool moved = !changes && changes.error().code == base::Code::kConflict;
    if (!moved || attempt == kAttempts) return changes;
  }
}

}  // namespace bearward::directory
