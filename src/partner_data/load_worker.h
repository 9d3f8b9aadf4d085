// LoadWorker: applies the waiting rows of bulk loads (loads.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/entropy.h"
#include "base/result.h"
#include "json/reader.h"
#include "model/partner_result.h"
#include "model/waiting_rows.h"
#include "partner_data/load_rows.h"
#include "store/store.h"

namespace bearward::partner_data {

// LoadWorker applies one piece of a load after the other. The objects of a piece, its events, the
// numbers of the result and the deletion of the waiting rows are one transaction: after a failure,
// also of the process, the next piece is the first one that is not applied, so that each row is
// applied once. A piece is small, because other writes wait while it is written. The rights of the
// application are those of the time at which a piece is applied; if it has lost them, the rest of
// the load are faults. Several nodes may have a worker. Used by one thread.
class LoadWorker {
 public:
  struct Parts {
    store::Store& store;
    const base::Clock& clock;
    base::Entropy& entropy;
  };
  explicit LoadWorker(Parts parts) : parts_(parts) {}

  // RunDue applies pieces for a short time, or until none waits. Call it often. Its error is a
  // failure of the storage, or says for the log why the server has ended one load with a fault.
  base::Status RunDue();

 private:
  base::Result<bool> Step();
  base::Status ApplyPiece(const model::WaitingRows& piece);
  base::Status FindKeys(const model::WaitingRows& piece);
  // Apply returns the objects that a piece has created.
  base::Result<Keys> Apply(store::WriteTx& tx, const model::WaitingRows& piece,
                           const std::vector<json::Object>& rows, model::PartnerResult load) const;
  base::Status EndWithFault(const model::WaitingRows& piece, const base::Error& error) const;

  Parts parts_;
  // load_ is the load of which this worker applied the last piece, before `next_`. keys_ has the
  // objects of its integration.
  std::string load_;
  std::int64_t next_ = 0;
  Keys keys_;
};

}  // namespace bearward::partner_data
