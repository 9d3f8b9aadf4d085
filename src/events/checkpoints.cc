#include "events/checkpoints.h"

#include <string>

#include "base/encode.h"
#include "store/event_chain_rows.h"

namespace bearward::events {

Checkpoints::Checkpoints(store::Store& store, const base::Secret& secret, const base::Clock& clock,
                         observe::Logger& log)
    : store_(store), chain_(secret), clock_(clock), log_(log) {}

base::Status Checkpoints::MakeDue() {
  const std::int64_t now = clock_.Ticks();
  if (due_ && now < *due_) return {};
  BW_TRY(Make());
  due_ = now + kInterval.count();
  return {};
}

base::Status Checkpoints::Make() {
  BW_TRY_ASSIGN(const store::FoundHead found, store_.Read([this](store::ReadTx& tx) {
    return store::FindHeadToSign(tx, chain_);
  }));
  if (found.head && (!found.sealed || found.head->forged)) {
    log_.Error(
        "The event log was changed by another program than Bearward. Run bearward audit "
        "verify.",
        {{"event", std::to_string(found.head->number)}});
  }
  if (!found.head || !found.sealed || found.has_checkpoint || found.head->number == 0) return {};
  store::EventCheckpoint checkpoint{
      .number = found.head->number, .digest = found.head->digest, .at = clock_.Now()};
  chain_.Sign(checkpoint);
  BW_TRY(store_.Write([&](store::WriteTx& tx) { return store::InsertCheckpoint(tx, checkpoint); }));
  Log(checkpoint);
  return {};
}

void Checkpoints::Log(const store::EventCheckpoint& checkpoint) {
  log_.Info("event checkpoint", {{"number", std::to_string(checkpoint.number)},
                                 {"digest", base::HexEncode(base::AsBytes(checkpoint.digest))},
                                 {"at", base::FormatIsoMillis(checkpoint.at)},
                                 {"signature", base::Base64UrlEncode(checkpoint.signature)},
                                 {"public_key", base::Base64UrlEncode(chain_.public_key())}});
}

}  // namespace bearward::events
