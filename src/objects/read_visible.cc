#include "objects/objects.h"
#include "objects/visible.h"

namespace bearward::objects {

base::Result<std::vector<Row>> Objects::ListVisible(const model::Caller& caller,
                                                    std::string_view kind) {
  return parts_.store.Read(
      [&](store::ReadTx& tx) { return objects::ListVisible(tx, caller.principal(), kind); });
}

base::Result<Row> Objects::ReadVisible(const model::Caller& caller, std::string_view kind,
                                       std::int64_t number) {
  return parts_.store.Read([&](store::ReadTx& tx) {
    return objects::ReadVisible(tx, caller.principal(), kind, number);
  });
}

}  // namespace bearward::objects
