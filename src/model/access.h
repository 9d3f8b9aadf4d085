// Access: what an application may do with objects. Two rules are combined with AND: the access
// profile limits what the application may do at all, and the membership of its organization limits
// what it may do with one object (contracts: WorkSpan section 4).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "base/words.h"
#include "model/ids.h"

namespace bearward::model {

// Operation is the class of an action on an object.
enum class Operation : std::uint8_t { kRead, kWrite, kLink };

// AccessGrant allows one operation on one kind of object; the kind "*" means every kind.
struct AccessGrant {
  std::string kind;
  Operation operation = Operation::kRead;

  bool operator==(const AccessGrant&) const = default;
};

// ParseGrant reads "kind:operation", for example "*:read".
base::Result<AccessGrant> ParseGrant(std::string_view text);

// IsGrant says whether ParseGrant reads the text.
bool IsGrant(std::string_view text);

// AccessProfile is a named set of grants (WorkSpan's Security Profile). The name is its key.
struct AccessProfile {
  std::string name;
  std::vector<AccessGrant> grants;
  EnvironmentId environment = {};
  base::Time created_at = {};
  base::Time updated_at = {};

  // Allows says whether some grant covers the kind and the operation.
  bool Allows(std::string_view kind, Operation operation) const;
  // AllowsSomewhere says whether some grant covers the operation for at least one kind.
  bool AllowsSomewhere(Operation operation) const;
};

// PredefinedAccessProfile returns a profile that exists in every environment without being
// described in a file (contracts: WorkSpan section 7): ObjectRead, ObjectReadWrite, Object
// Dynamics_Read and MARKETPLACE_ACTIONS. Spaces in `name` are ignored; the result has the spelling
// above.
std::optional<AccessProfile> PredefinedAccessProfile(std::string_view name);

// AccessLevel is the level of a member on an object. The levels are not ordered: a participant sees
// less than a viewer, but takes part in the work.
enum class AccessLevel : std::uint8_t { kOwner, kCollaborator, kParticipant, kViewer };

// Rights are the rights that result from one or more access levels.
struct Rights {
  bool view = false;
  bool view_financial = false;
  bool edit = false;
  bool administer = false;

  bool operator==(const Rights&) const = default;
};

// RightsOf returns the rights of one level. Union returns every right that `a` or `b` contains.
Rights RightsOf(AccessLevel level);
Rights Union(const Rights& a, const Rights& b);

// CheckAccess is the complete access rule for one object. `rights` is empty when the organization
// is not an accepted member or when the object does not exist; both cases return the same not_found
// error. A profile that allows the operation on no kind is denied first, so that its application
// learns nothing about which objects exist.
base::Status CheckAccess(const AccessProfile& profile, std::string_view kind, Operation operation,
                         const std::optional<Rights>& rights);

}  // namespace bearward::model

template <>
struct bearward::base::WordsOf<bearward::model::Operation> {
  static constexpr std::array<std::string_view, 3> kWords = {"read", "write", "link"};
};

template <>
struct bearward::base::WordsOf<bearward::model::AccessLevel> {
  static constexpr std::array<std::string_view, 4> kWords = {"owner", "collaborator", "participant",
                                                             "viewer"};
};
