#include <utility>

#include "objects/objects.h"
#include "objects/visibility.h"

namespace bearward::objects {

base::Result<model::Object> Objects::ReadVisible(const model::Caller& caller, std::string_view kind,
                                                 std::int64_t number) {
  BW_TRY(RequireUser(caller.principal()));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<model::Object> {
    BW_TRY_ASSIGN(auto object, store::FindObjectByNumber(tx, caller->environment, kind, number));
    if (object) {
      BW_TRY_ASSIGN(const bool is_visible, IsVisible(tx, caller.principal(), *object));
      if (is_visible) return std::move(*object);
    }
    return base::Fail(base::NotFound("object_not_found", "No such object."));
  });
}

}  // namespace bearward::objects
