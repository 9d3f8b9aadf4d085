#include <utility>

#include "objects/objects.h"
#include "objects/visibility.h"

namespace bearward::objects {

base::Result<std::vector<model::Object>> Objects::ListVisible(const model::Caller& caller,
                                                              std::string_view kind) {
  using List = std::vector<model::Object>;
  BW_TRY(RequireUser(caller.principal()));
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<List> {
    BW_TRY_ASSIGN(auto objects,
                  store::ListObjectsOf(tx, caller->environment, caller->organization, kind));
    List visible;
    for (model::Object& object : objects) {
      BW_TRY_ASSIGN(const bool is_visible, IsVisible(tx, caller.principal(), object));
      if (is_visible) visible.push_back(std::move(object));
    }
    return visible;
  });
}

}  // namespace bearward::objects
