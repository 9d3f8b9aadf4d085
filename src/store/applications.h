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

// FindDescribedAccessProfile returns nullopt when a file described none of that name in this
// environment.
base::Result<std::optional<model::AccessProfile>> FindDescribedAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// FindAccessProfile returns the described profile, else the predefined one of that name
// (model::PredefinedAccessProfile). A description under one spelling of a predefined name counts
// for the other one.
base::Result<std::optional<model::AccessProfile>> FindAccessProfile(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view name);
// PutAccessProfile inserts the profile or replaces its grants.
base::Status PutAccessProfile(WriteTx& tx, const model::EnvironmentId& environment,
                              const model::AccessProfile& profile);
// FindApplication, ...ByClientId and ...ByName give nullopt when there is none in this environment.
// Of several with one name in the organization, the oldest is found.
base::Result<std::optional<model::Application>> FindApplication(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& id);
base::Result<std::optional<model::Application>> FindApplicationByClientId(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view client_id);
base::Result<std::optional<model::Application>> FindApplicationByName(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view name);
// InsertApplication fails with kExists when the id or the client id is taken in the environment.
base::Status InsertApplication(WriteTx& tx, const model::Application& application);
// UpdateApplication writes every column but the keys, the client id and created_at.
base::Status UpdateApplication(WriteTx& tx, const model::Application& application);
// RaiseGenerations raises the generation of every application of an organization, or of the whole
// environment without one: tokens of which no record is kept end by it.
base::Status RaiseGenerations(WriteTx& tx, const model::EnvironmentId& environment,
                              const std::optional<model::OrganizationId>& organization);
// ListSecrets gives the secrets of an application, oldest first, those that are over included.
base::Result<std::vector<model::ApplicationSecret>> ListSecrets(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ApplicationId& application);
// InsertSecret adds a secret; kExists when its id is taken in the application.
base::Status InsertSecret(WriteTx& tx, const model::ApplicationSecret& secret);
// NoteSecretUse moves last_used_at forward, never back. A secret that is not there is no failure.
base::Status NoteSecretUse(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application, std::string_view id,
                           base::Time at);
// LimitSecrets lets every secret of an application end at a time, unless it ends before.
base::Status LimitSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                          const model::ApplicationId& application, base::Time at);
// DeleteSecret removes one, and says whether it was there. Removed secrets are retired: see
// IsRetiredSecret.
base::Result<bool> DeleteSecret(WriteTx& tx, const model::EnvironmentId& environment,
                                const model::ApplicationId& application, std::string_view id);
// DeleteSecrets removes all secrets of an application, which are retired.
base::Status DeleteSecrets(WriteTx& tx, const model::EnvironmentId& environment,
                           const model::ApplicationId& application);
// IsRetiredSecret says whether a secret with this hash was removed from the application before
// (incident class I2). The last kRetiredSecrets of each application are known.
inline constexpr int kRetiredSecrets = 100;
base::Result<bool> IsRetiredSecret(ReadTx& tx, const model::EnvironmentId& environment,
                                   const model::ApplicationId& application,
                                   const base::Digest& hash);

}  // namespace bearward::store
