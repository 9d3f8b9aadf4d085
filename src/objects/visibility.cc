#include "objects/visibility.h"

#include <algorithm>
#include <functional>

#include "store/objects.h"

namespace bearward::objects {

base::Result<bool> IsVisible(store::ReadTx& tx, const model::Principal& principal,
                             const model::Object& object) {
  if (object.owner == principal.organization) {
    return object.roles.empty() || std::ranges::any_of(object.roles, [&](const std::string& role) {
             return std::ranges::binary_search(principal.roles, role);
           });
  }
  if (model::IsPrivateKind(object.kind)) return false;
  BW_TRY_ASSIGN(auto members,
                store::ListMembersOf(tx, principal.environment, object.id, principal.organization));
  std::erase_if(members, [&](const model::ObjectMember& member) {
    return member.user && member.user->text != principal.subject_id;
  });
  const auto rights = model::EffectiveRights(members);
  return rights && rights->view;
}

}  // namespace bearward::objects
