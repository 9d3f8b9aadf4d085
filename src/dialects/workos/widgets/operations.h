// Operations: the root fields of the schema. Each decodes its arguments, calls one operation of a
// use case and encodes the result.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/permissions.h"
#include "access/roles.h"
#include "audit_logs/events.h"
#include "audit_logs/exports.h"
#include "base/clock.h"
#include "base/result.h"
#include "dialects/workos/widgets/object.h"
#include "feature_flags/flags.h"
#include "graphql/resolver.h"
#include "log_streams/streams.h"
#include "organizations/domains.h"
#include "store/page.h"
#include "users/member_invitations.h"
#include "users/organization_members.h"
#include "users/own_account.h"
#include "users/own_identity.h"
#include "users/users.h"

namespace bearward::dialects::workos::widgets {

// AuditLogUses are those of the operations about audit logs. `site` is the address of the dialect.
struct AuditLogUses {
  const audit_logs::Events& events;
  const audit_logs::Exports& exports;
  std::string site;
};

// Uses are the dependencies of the operations; all of them must outlive the route.
struct Uses {
  users::Users& users;
  const users::OwnAccount& own_account;
  const users::OwnIdentity& own_identity;
  const users::OrganizationMembers& members;
  const users::MemberInvitations& invitations;
  const organizations::Domains& domains;
  const access::Permissions& permissions;
  const access::OrganizationRoles& roles;
  const feature_flags::Flags& flags;
  AuditLogUses audit_logs;
  const log_streams::Streams& streams;
  const base::Clock& clock;
};

// Context is the context of one execution.
struct Context {
  const Uses& uses;
  const model::Caller& caller;
};

// Input reads the arguments of a field, or the members of its argument `input`. It does not own
// them.
class Input {
 public:
  explicit Input(const json::Object& members) : members_(members) {}

  bool Has(std::string_view name) const { return Find(name) != nullptr; }
  // Text returns a text; "" for null and for an argument that is absent.
  std::string Text(std::string_view name) const;
  // OptionalText returns nullopt for null and for an argument that is absent.
  std::optional<std::string> OptionalText(std::string_view name) const;
  std::optional<bool> Flag(std::string_view name) const;
  std::optional<std::int64_t> Number(std::string_view name) const;
  std::vector<std::string> Texts(std::string_view name) const;
  // Below reads the members of an argument that is an object, which must exist.
  Input Below(std::string_view name) const;
  // Page reads the arguments of a list: kInvalid "invalid_limit" unless `limit` is from 1 to
  // store::kLongestPage.
  base::Result<store::PageRequest> Page() const;
  // Search returns the argument `search`, "" if it is absent: kInvalid "invalid_value" for more
  // than 256 bytes, because the stores limit the pattern of a search.
  base::Result<std::string> Search() const;

 private:
  const json::Value* Find(std::string_view name) const;
  const json::Object& members_;
};

// Invocation is one call of a root field.
struct Invocation {
  const Uses& uses;
  const model::Caller& caller;
  Input input;
  ObjectMaker make;
};

// Operation is one row: a root field, the function that runs it, and a check of the permission that
// is made before any field of the operation runs. Without a check the use case decides alone,
// because every user may run the operation for itself.
struct Operation {
  std::string_view field;
  base::Result<graphql::Value> (*run)(Invocation& call);
  base::Status (*admit)(const Uses& uses, const model::Caller& caller) = nullptr;
};

// AccountOperations are those about the own account, IdentityOperations those for which the user
// proves that it owns its email address, MemberOperations those about the members of the
// organization, InvitationOperations those about invitations to it, AccessOperations those about
// permissions, roles and flags, DomainOperations those about the domains of the organization, and
// AuditLogOperations those about its audit log.
std::span<const Operation> AccountOperations();
std::span<const Operation> IdentityOperations();
std::span<const Operation> MemberOperations();
std::span<const Operation> InvitationOperations();
std::span<const Operation> AccessOperations();
std::span<const Operation> DomainOperations();
std::span<const Operation> AuditLogOperations();
// StreamOperations are those about the log stream of the organization.
std::span<const Operation> StreamOperations();

// Refusal names the member of a result union that an error with this reason becomes.
struct Refusal {
  std::string_view reason;
  std::string_view type;
};
// RefusalOf makes this member, with the text of the error as `message` and with `details`. An error
// without a row is returned.
base::Result<graphql::Value> RefusalOf(ObjectMaker& make, const base::Error& error,
                                       std::span<const Refusal> refusals,
                                       std::vector<Member> details = {});

// ListOf makes an object like FlagList: the items and the cursors of the adjacent pages.
graphql::Value ListOf(ObjectMaker& make, const std::vector<graphql::Value>& items,
                      const store::PageEnds& ends);
// RowsOf makes one of a page of a described resource.
graphql::Value RowsOf(ObjectMaker& make, const resource::Page& page);
}  // namespace bearward::dialects::workos::widgets
