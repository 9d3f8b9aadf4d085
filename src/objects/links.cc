#include <utility>

#include "objects/objects.h"
#include "objects/reach.h"

namespace bearward::objects {
namespace {

// MayRead: contracts, WorkSpan section 4, steps 6 and 7.
bool MayRead(const model::ExternalId& link, const model::Rights& rights,
             const model::OrganizationId& organization) {
  switch (model::ClassifyField(link.field_name)) {
    case model::FieldClass::kShared:
      return rights.view;
    case model::FieldClass::kFinancial:
      return rights.view_financial;
    case model::FieldClass::kCompany:
      return rights.view && link.organization == organization;
  }
  return false;
}

}  // namespace

base::Result<std::vector<model::ExternalId>> Objects::Links(const model::Caller& caller,
                                                            const model::ObjectId& object) {
  using List = std::vector<model::ExternalId>;
  return parts_.store.Read([&](store::ReadTx& tx) -> base::Result<List> {
    BW_TRY_ASSIGN(const auto reached,
                  Reach(tx, caller.principal(), object, model::Operation::kRead));
    BW_TRY_ASSIGN(auto links, store::ListExternalIds(tx, caller->environment, object));
    std::erase_if(links, [&](const model::ExternalId& link) {
      return !MayRead(link, reached.rights, caller->organization);
    });
    return links;
  });
}

}  // namespace bearward::objects
