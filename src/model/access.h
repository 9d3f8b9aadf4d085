// Access: what an application may do to which objects. Two rules are ANDed: the profile says what
// the application may ever do, the membership of its organization what it may do to this object
// (contracts: WorkSpan section 4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace bearward::model {

// Operation is the class of an action on an object.
enum class Operation : std::uint8_t { kRead, kWrite, kLink };

// OperationName and ParseOperation translate to and from "read", "write", "link".
std::string_view OperationName(Operation operation);
std::optional<Operation> ParseOperation(std::string_view name);

// AccessGrant allows one operation on one kind of object; the kind "*" means every kind.
struct AccessGrant {
  std::string kind;
  Operation operation = Operation::kRead;

  bool operator==(const AccessGrant&) const = default;
};

// ParseGrant reads "kind:operation", for example "*:read".
base::Result<AccessGrant> ParseGrant(std::string_view text);

// AccessProfile is a named set of grants (WorkSpan's Security Profile).
struct AccessProfile {
  std::string name;
  std::vector<AccessGrant> grants;

  // Allows says whether some grant covers the kind and the operation.
  bool Allows(std::string_view kind, Operation operation) const;
  // AllowsSomewhere says whether some grant covers the operation for at least one kind.
  bool AllowsSomewhere(Operation operation) const;
};

// PredefinedAccessProfile gives the profile that exists in every environment without being
// described (contracts: WorkSpan section 7): ObjectRead, ObjectReadWrite, Object Dynamics_Read and
// MARKETPLACE_ACTIONS. Spaces in the name do not count; the result has the spelling above.
std::optional<AccessProfile> PredefinedAccessProfile(std::string_view name);

// AccessLevel is a member's level on an object. The levels are no order: a participant sees less
// than a viewer but belongs to the work.
enum class AccessLevel : std::uint8_t { kOwner, kCollaborator, kParticipant, kViewer };

// AccessLevelName and ParseAccessLevel translate to and from the level's lower-case name.
std::string_view AccessLevelName(AccessLevel level);
std::optional<AccessLevel> ParseAccessLevel(std::string_view name);

// Rights is what levels add up to.
struct Rights {
  bool view = false;
  bool view_financial = false;
  bool edit = false;
  bool administer = false;

  bool operator==(const Rights&) const = default;
};

// RightsOf gives the rights of one level; Union those of several.
Rights RightsOf(AccessLevel level);
Rights Union(const Rights& a, const Rights& b);

// CheckAccess is the whole rule for one object. `rights` is empty when the organization is not an
// accepted member, or when there is no such object: both give the same not_found. A profile without
// the operation anywhere is denied first, so that it learns nothing about existence.
base::Status CheckAccess(const AccessProfile& profile, std::string_view kind, Operation operation,
                         const std::optional<Rights>& rights);

}  // namespace bearward::model
