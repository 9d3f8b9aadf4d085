// Tables of objects, their members, their links to outside ids and their integration status.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/object.h"
#include "store/transaction.h"

namespace bearward::store {

// FindObject, ...ByNumber and ...ByName give nullopt when there is none in this environment.
base::Result<std::optional<model::Object>> FindObject(ReadTx& tx,
                                                      const model::EnvironmentId& environment,
                                                      const model::ObjectId& id);
base::Result<std::optional<model::Object>> FindObjectByNumber(
    ReadTx& tx, const model::EnvironmentId& environment, std::string_view kind,
    std::int64_t number);
base::Result<std::optional<model::Object>> FindObjectByName(ReadTx& tx,
                                                            const model::EnvironmentId& environment,
                                                            const model::OrganizationId& owner,
                                                            std::string_view kind,
                                                            std::string_view name);
// ListObjectsOf gives the objects of a kind of which the organization is an accepted member, the
// owner included, by number.
base::Result<std::vector<model::Object>> ListObjectsOf(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& organization,
                                                       std::string_view kind);
// ListObjectRoles gives every role to which some object of the owner is restricted, each once.
base::Result<std::vector<std::string>> ListObjectRoles(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& owner);
// NextObjectNumber gives one more than the highest number of the kind, from 1.
base::Result<std::int64_t> NextObjectNumber(ReadTx& tx, const model::EnvironmentId& environment,
                                            std::string_view kind);
// PutObject inserts the object, or replaces all of it but created_at and created_by; it fails with
// kExists when another object of the kind has its number.
base::Status PutObject(WriteTx& tx, const model::Object& object);
// ListMembers gives the members of an object; ListMembersOf those of one organization.
base::Result<std::vector<model::ObjectMember>> ListMembers(ReadTx& tx,
                                                           const model::EnvironmentId& environment,
                                                           const model::ObjectId& object);
base::Result<std::vector<model::ObjectMember>> ListMembersOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object,
    const model::OrganizationId& organization);
// ReplaceMembers sets the whole list of an object.
base::Status ReplaceMembers(WriteTx& tx, const model::EnvironmentId& environment,
                            const model::ObjectId& object,
                            const std::vector<model::ObjectMember>& members);
// ListExternalIds gives the outside ids of an object by field name.
base::Result<std::vector<model::ExternalId>> ListExternalIds(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object);
// PutExternalId sets one field. A company field is kept once an organization, any other once.
base::Status PutExternalId(WriteTx& tx, const model::ExternalId& link);
// IntegrationStatus is the last report of an integration onto an object.
struct IntegrationStatus {
  std::string field_name;
  std::string status_code;
  std::string message;
  std::string integration_id;
  std::string external_id;
};
// PutIntegrationStatus replaces the last report; FindIntegrationStatus gives it, nullopt before the
// first.
base::Status PutIntegrationStatus(WriteTx& tx, const model::EnvironmentId& environment,
                                  const model::ObjectId& object, const IntegrationStatus& status,
                                  base::Time at);
base::Result<std::optional<IntegrationStatus>> FindIntegrationStatus(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object);

}  // namespace bearward::store
