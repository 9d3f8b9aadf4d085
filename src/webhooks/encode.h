// Encode: how a dialect writes an event of the log for its subscribers.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "model/event.h"
#include "store/transaction.h"

namespace bearward::webhooks {

// Encoded is an event in the form of a vendor. `body` is the whole body of the request.
struct Encoded {
  std::string id;
  std::string event;  // its name
  std::string body;
};

// Encode returns nullopt for an event that the vendor does not have. It runs inside a transaction
// and may run again.
using Encode =
    std::function<base::Result<std::optional<Encoded>>(store::ReadTx& tx, const model::Event&)>;

// MakeTest returns the event that tests an endpoint, with this id.
using MakeTest = std::function<Encoded(const std::string& id, base::Time now)>;

}  // namespace bearward::webhooks
