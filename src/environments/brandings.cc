#include "environments/brandings.h"

#include <utility>

#include "base/id.h"
#include "model/changes.h"
#include "model/check_row.h"
#include "store/brandings.h"
#include "verify/authority.h"

namespace bearward::environments {

using base::Result;
using model::Branding;

Result<Branding> Brandings::Get(const model::Caller& caller) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto found, parts_.store.Read([&](store::ReadTx& tx) {
    return store::FindBranding(tx, caller->environment);
  }));
  if (found) return *std::move(found);
  return base::Fail(base::NotFound("branding_not_found", "The environment has no branding."));
}

Result<Branding> Brandings::Change(const model::Caller& caller,
                                   const std::function<base::Status(Branding&)>& change) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  const model::EventBy by(caller, parts_.clock.Now());
  return parts_.store.Write([&](store::WriteTx& tx) -> Result<Branding> {
    BW_TRY_ASSIGN(const auto before, store::FindBranding(tx, by.environment()));
    Branding row = before.value_or(Branding());
    BW_TRY(change(row));
    row.environment = by.environment();
    row.id = before ? before->id : "branding_" + base::NewUlid(by.at(), parts_.entropy);
    row.created_at = before ? before->created_at : by.at();
    row.updated_at = by.at();
    BW_TRY(model::CheckRow(model::kBranding, &row, before ? &*before : nullptr));
    if (before && model::HasSameFields(model::kBranding, &*before, &row)) return *before;
    BW_TRY(before ? store::Brandings().Update(tx, row) : store::Brandings().Insert(tx, row));
    BW_TRY(tx.Append(
        by.Make(model::EventType::kEnvironmentUpdated, by.environment().text, std::nullopt,
                model::Changes::Of(model::kBranding, before ? &*before : nullptr, &row).Json())));
    return row;
  });
}

}  // namespace bearward::environments
