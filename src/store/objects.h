// Tables of objects, their members, their links to external ids and their integration status.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/object.h"
#include "store/keyset.h"
#include "store/transaction.h"

namespace bearward::store {

// FindObject, ...ByNumber and ...ByName return nullopt when this environment has no such object.
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
// ListObjectsOf returns the objects of a kind of which the organization is the owner or an accepted
// member, in order of number.
base::Result<std::vector<model::Object>> ListObjectsOf(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& organization,
                                                       std::string_view kind);
// KindQuery requests a page of the objects of a kind, in ascending order of number unless it has
// another order. Cursors are numbers, and `kind` outlives the query. An absent owner selects any.
// `search`, unless empty, selects those whose name begins with it (search.h).
struct KindQuery : PageRequest {
  model::EnvironmentId environment;
  std::string_view kind;
  std::optional<model::OrganizationId> owner = std::nullopt;
  std::string search = {};
};
base::Result<KeysetPage<model::Object>> ListObjectsInKind(ReadTx& tx, const KindQuery& query);
// ListObjectRoles returns the roles to which objects of the owner are restricted, sorted and
// without duplicates.
base::Result<std::vector<std::string>> ListObjectRoles(ReadTx& tx,
                                                       const model::EnvironmentId& environment,
                                                       const model::OrganizationId& owner);
// NextObjectNumber returns one more than the highest number of the kind; the first is 1.
base::Result<std::int64_t> NextObjectNumber(ReadTx& tx, const model::EnvironmentId& environment,
                                            std::string_view kind);
// CountObjects returns the number of objects of a kind that an organization owns.
base::Result<std::int64_t> CountObjects(ReadTx& tx, const model::EnvironmentId& environment,
                                        const model::OrganizationId& owner, std::string_view kind);
// PutObject inserts the object, or replaces all its columns except created_at and created_by. It
// fails with kExists when another object of the kind has its number.
base::Status PutObject(WriteTx& tx, const model::Object& object);
// ListMembers returns the members of an object, ListMembersOf those of one organization.
base::Result<std::vector<model::ObjectMember>> ListMembers(ReadTx& tx,
                                                           const model::EnvironmentId& environment,
                                                           const model::ObjectId& object);
base::Result<std::vector<model::ObjectMember>> ListMembersOf(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object,
    const model::OrganizationId& organization);
// ObjectMemberQuery requests a page of the members of an object, in ascending order of organization
// and user unless it has another order. Cursors are both, separated by a space. An absent state
// selects any.
struct ObjectMemberQuery : PageRequest {
  model::EnvironmentId environment;
  model::ObjectId object;
  std::optional<model::MemberState> state = std::nullopt;
};
base::Result<KeysetPage<model::ObjectMember>> ListMemberPage(ReadTx& tx,
                                                             const ObjectMemberQuery& query);
// ListMembersInKind returns the members of one organization in all objects of a kind, ordered by
// object.
base::Result<std::vector<model::ObjectMember>> ListMembersInKind(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view kind);
// ReplaceMembers replaces the whole list of members of an object.
base::Status ReplaceMembers(WriteTx& tx, const model::EnvironmentId& environment,
                            const model::ObjectId& object,
                            const std::vector<model::ObjectMember>& members);
// DeleteMembershipsInObjects removes a user that is about to be deleted from all objects.
base::Status DeleteMembershipsInObjects(WriteTx& tx, const model::EnvironmentId& environment,
                                        const model::UserId& user);
// ListExternalIds returns the external ids of an object, ordered by field name.
base::Result<std::vector<model::ExternalId>> ListExternalIds(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object);
// ListExternalIdsInKind returns those of all objects of a kind of which the organization is an
// accepted member, ordered by object and field name.
base::Result<std::vector<model::ExternalId>> ListExternalIdsInKind(
    ReadTx& tx, const model::EnvironmentId& environment, const model::OrganizationId& organization,
    std::string_view kind);
// PutExternalId sets one field. A field of the class kCompany has one value per organization, any
// other field one value.
base::Status PutExternalId(WriteTx& tx, const model::ExternalId& link);
// IntegrationStatus is the last status that an integration reported for an object.
struct IntegrationStatus {
  std::string field_name;
  std::string status_code;
  std::string message;
  std::string integration_id;
  std::string external_id;
};
// PutIntegrationStatus replaces the last status of an object. FindIntegrationStatus returns it;
// nullopt if none was reported.
base::Status PutIntegrationStatus(WriteTx& tx, const model::EnvironmentId& environment,
                                  const model::ObjectId& object, const IntegrationStatus& status,
                                  base::Time at);
base::Result<std::optional<IntegrationStatus>> FindIntegrationStatus(
    ReadTx& tx, const model::EnvironmentId& environment, const model::ObjectId& object);

}  // namespace bearward::store
