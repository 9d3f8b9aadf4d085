#include "policies/gateway_use.h"

#include <string>

#include "base/time.h"
#include "store/installation.h"

namespace bearward::policies {

base::Status GatewayUse::Record() {
  if (stored_ || !cache_.has_allowed()) return {};
  BW_TRY_ASSIGN(const bool stored, IsStored());
  if (stored) return {};
  const std::string now = base::FormatIsoMillis(clock_.Now());
  // Another node may have stored it since.
  BW_TRY(store_.Write([&now](store::WriteTx& tx) -> base::Status {
    BW_TRY_ASSIGN(const auto fact, store::FindFact(tx, store::kGatewayUsedFact));
    return fact ? base::Status() : store::InsertFact(tx, store::kGatewayUsedFact, now);
  }));
  stored_ = true;
  return {};
}

base::Result<bool> GatewayUse::Happened() {
  if (stored_ || cache_.has_allowed()) return true;
  return IsStored();
}

base::Result<bool> GatewayUse::IsStored() {
  BW_TRY_ASSIGN(const auto fact, store_.Read([](store::ReadTx& tx) {
    return store::FindFact(tx, store::kGatewayUsedFact);
  }));
  if (fact) stored_ = true;
  return fact.has_value();
}

}  // namespace bearward::policies
