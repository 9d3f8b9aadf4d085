#include "mail/unsent.h"

#include <utility>

#include "verify/authority.h"

namespace bearward::mail {

base::Result<store::KeysetPage<store::OutboxRow>> Unsent::List(
    const model::Caller& caller, const store::PageRequest& request) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read(
      [&](store::ReadTx& tx) { return store::ListOutboxRows(tx, caller->environment, request); });
}

base::Result<store::OutboxRow> Unsent::Get(const model::Caller& caller,
                                           const std::string& id) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  BW_TRY_ASSIGN(auto found, store_.Read([&](store::ReadTx& tx) {
    return store::FindOutboxRow(tx, caller->environment, id);
  }));
  if (found) return *std::move(found);
  return base::Fail(base::NotFound("email_not_found", "No email with this id waits."));
}

}  // namespace bearward::mail
