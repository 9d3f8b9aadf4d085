// Tables of access profiles, applications and application secrets.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "model/access.h"
#include "model/application.h"
#include "store/transaction.h"

namespace bearward::store {

// FindDescribedAccessProfile returns the stored profile of that name; nullopt if no provisioning
// file described one in this environment.
base::Result<std::optional<model::AccessProfile>> FindDescribedAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// FindAccessProfile returns the described profile, else the predefined one of that name
// (model::PredefinedAccessProfile). A predefined name has two spellings, with and without spaces; a
// profile that was described under one of them is found under both.
base::Result<std::optional<model::AccessProfile>> FindAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// PutAccessProfile inserts the profile, or replaces the one with this name.
base::Status PutAccessProfile(WriteTx& tx, const model::EnvironmentId& environment,
                              model::AccessProfile profile);
// IsAccessProfileUsed says whether an application of the environment has the profile.
base::Result<bool> IsAccessProfileUsed(ReadTx& tx, const model::EnvironmentId& environment,
                                       std::string_view name);
// FindApplication, ...ByClientId and ...ByName return nullopt if this environment has no such
// application. If several applications of the organization have the name, ...ByName returns the
// oldest.
base::Result<std::optional<model::Application>> FindApplication(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& id);
base::Result<std::optional<model::Application>> FindApplicationByClientId(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view client_id);
base::Result<std::optional<model::Application>> FindApplicationByName(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view name);
// InsertApplication fails with kExists when the id or the client id exists in the environment.
base::Status InsertApplication(WriteTx& tx, const model::Application& application);
// UpdateApplication writes every column except the keys, the client id and created_at.
base::Status UpdateApplication(WriteTx& tx, const model::Application& application);
// RaiseGenerations increments the generation of every application of an organization, or, without
// an organization, of the whole environment. This revokes their tokens without a session.
base::Status RaiseGenerations(WriteTx& tx, const model::EnvironmentId& environment,
                              const std::optional<model::OrganizationId>& organization);
// ListSecrets returns the secrets of an application, oldest first, including the expired ones.
base::Result<std::vector<model::ApplicationSecret>> ListSecrets(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& application);
// InsertSecret adds a secret; kExists when the application already has one with this id.
base::Status InsertSecret(WriteTx& tx, const model::ApplicationSecret& secret);
// NoteSecretUse moves last_used_at forward, never back. An unknown secret is not an error.
base::Status NoteSecretUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application, std::string_view id,
                           base::Time at);
// LimitSecrets sets the expiry of every secret of an application to `at`, unless it expires
// earlier.
base::Status LimitSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, base::Time at);
// DeleteSecret removes one secret and returns whether it existed. Removed secrets are retired: see
// IsRetiredSecret.
base::Result<bool> DeleteSecret(WriteTx& tx, const model::EnvironmentId& environment,
                                const model::ApplicationId& application, std::string_view id);
// DeleteSecrets removes all secrets of an application; they are retired.
base::Status DeleteSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application);
// kRetiredSecrets is the number of removed secrets that are stored for each application.
inline constexpr int kRetiredSecrets = 100;
// RetireSecrets removes all secrets of an application that is about to be deleted, and keeps the
// hashes of these and of its retired secrets, until they are pruned.
base::Status RetireSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application, base::Time at);
// IsRetiredSecret says whether a secret with this hash was removed from the application, or
// belonged to a deleted application of the environment. Such a secret is never accepted again
// (incident class I2), except one of a deleted application that no provisioning file has described,
// after the retention of events (store/pruning.h).
base::Result<bool> IsRetiredSecret(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::ApplicationId& application,
                                   const base::Digest& hash);

}  // namespace bearward::store
