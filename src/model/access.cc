#include "model/access.h"

#include <algorithm>
#include <array>

namespace bearward::model {
namespace {

constexpr std::array<Rights, 4> kRights = {{
    {.view = true, .view_financial = true, .edit = true, .administer = true},
    {.view = true, .view_financial = true, .edit = true, .administer = false},
    {.view = true, .view_financial = false, .edit = false, .administer = false},
    {.view = true, .view_financial = true, .edit = false, .administer = false},
}};

}  // namespace

base::Result<AccessGrant> ParseGrant(std::string_view text) {
  const auto colon = text.find(':');
  if (colon != std::string_view::npos && colon > 0) {
    if (const auto operation = base::ParseWord<Operation>(text.substr(colon + 1))) {
      return AccessGrant{std::string(text.substr(0, colon)), *operation};
    }
  }
  return base::Fail(
      base::Invalid("grant_malformed",
                    "A grant must be kind:operation, with the operation read, write or link."));
}

bool IsGrant(std::string_view text) { return ParseGrant(text).has_value(); }

bool AccessProfile::Allows(std::string_view kind, Operation operation) const {
  return std::ranges::any_of(grants, [&](const AccessGrant& grant) {
    return grant.operation == operation && (grant.kind == "*" || grant.kind == kind);
  });
}

bool AccessProfile::AllowsSomewhere(Operation operation) const {
  return std::ranges::any_of(
      grants, [&](const AccessGrant& grant) { return grant.operation == operation; });
}

std::optional<AccessProfile> PredefinedAccessProfile(std::string_view name) {
  struct Row {
    std::string_view compact;
    std::string_view name;
    std::string_view kind;
    std::vector<Operation> operations;
  };
  static const std::array<Row, 4> kRows = {{
      {"ObjectRead", "ObjectRead", "*", {Operation::kRead}},
      {"ObjectReadWrite",
       "ObjectReadWrite",
       "*",
       {Operation::kRead, Operation::kWrite, Operation::kLink}},
      {"ObjectDynamics_Read", "Object Dynamics_Read", "*", {Operation::kRead, Operation::kLink}},
      {"MARKETPLACE_ACTIONS", "MARKETPLACE_ACTIONS", "ws-offer", {Operation::kWrite}},
  }};
  std::string compact(name);
  std::erase(compact, ' ');
  const auto row = std::ranges::find(kRows, compact, &Row::compact);
  if (row == kRows.end()) return std::nullopt;
  AccessProfile profile{.name = std::string(row->name), .grants = {}};
  for (const Operation operation : row->operations) {
    profile.grants.push_back({std::string(row->kind), operation});
  }
  return profile;
}

Rights RightsOf(AccessLevel level) { return kRights.at(static_cast<std::size_t>(level)); }

Rights Union(const Rights& a, const Rights& b) {
  return {.view = a.view || b.view,
          .view_financial = a.view_financial || b.view_financial,
          .edit = a.edit || b.edit,
          .administer = a.administer || b.administer};
}

base::Status CheckAccess(const AccessProfile& profile, std::string_view kind, Operation operation,
                         const std::optional<Rights>& rights) {
  if (!profile.AllowsSomewhere(operation)) {
    return base::Fail(base::Denied("profile_lacks_operation",
                                   "The security profile does not allow this operation."));
  }
  if (!rights || !rights->view) {
    return base::Fail(base::NotFound("object_not_found", "No such object."));
  }
  if (!profile.Allows(kind, operation)) {
    return base::Fail(base::Denied("profile_lacks_kind",
                                   "The security profile does not cover this kind of object."));
  }
  if (operation != Operation::kRead && !rights->edit) {
    return base::Fail(base::Denied("level_too_low", "The access level on the object is too low."));
  }
  return {};
}

}  // namespace bearward::model
