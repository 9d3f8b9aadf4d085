#include "objects/reach.h"

#include <optional>
#include <utility>

#include "store/applications.h"
#include "store/objects.h"

namespace bearward::objects {

base::Result<Reached> Reach(store::ReadTx& tx, const model::Principal& principal,
                            const model::ObjectId& object, model::Operation operation) {
  if (principal.subject_kind != model::SubjectKind::kApplication) {
    return base::Fail(base::Denied("not_an_application", "Only an application can do this."));
  }
  BW_TRY_ASSIGN(const auto profile,
                store::FindAccessProfile(tx, principal.environment, principal.access_profile));
  BW_TRY_ASSIGN(auto found, store::FindObject(tx, principal.environment, object));
  BW_TRY_ASSIGN(const auto members,
                store::ListMembersOf(tx, principal.environment, object, principal.organization));
  const bool is_foreign =
      found && model::IsPrivateKind(found->kind) && found->owner != principal.organization;
  const std::optional<model::Rights> rights =
      found && !is_foreign ? model::EffectiveRights(members) : std::nullopt;
  // A deleted profile grants nothing.
  BW_TRY(model::CheckAccess(profile.value_or(model::AccessProfile{}), found ? found->kind : "",
                            operation, rights));
  return Reached{std::move(*found), *rights};
}

}  // namespace bearward::objects
