#include "mail/unsent.h"

#include "verify/authority.h"

namespace bearward::mail {

base::Result<store::KeysetPage<store::OutboxRow>> Unsent::List(
    const model::Caller& caller, const store::PageRequest& request) const {
  BW_TRY(verify::CheckEnvironment(caller.principal()));
  return store_.Read(
      [&](store::ReadTx& tx) { return store::ListOutboxRows(tx, caller->environment, request); });
}

}  // namespace bearward::mail
